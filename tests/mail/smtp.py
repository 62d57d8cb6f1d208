"""A small mail server for tests: speaks SMTP on this machine and keeps what it is given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    """What the server received, and what it refuses."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refuse_recipients_with: str = ""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=portal@tamberley.test"


@contextmanager
def mail_server() -> Iterator[Sink]:  # noqa: C901 - a whole server in one place
    sink = Sink()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 test")
            for line in self.rfile:
                verb = line.decode().strip().upper()[:4]
                if verb == "DATA":
                    self.say("354 go on")
                    sink.letters.append(self.letter())
                self.say(self.answer(verb))
                if verb == "QUIT":
                    return

        def answer(self, verb: str) -> str:
            if verb == "RCPT" and sink.refuse_recipients_with:
                return sink.refuse_recipients_with
            return {"EHLO": "250-test\r\n250 8BITMIME", "QUIT": "221 bye"}.get(verb, "250 ok")

        def letter(self) -> EmailMessage:
            lines = []
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line.removeprefix(b"."))
            return message_from_bytes(b"".join(lines), policy=policy.default)

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
