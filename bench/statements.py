"""How fast statements are made: the tuned engine against plain WeasyPrint, two workers against one.

    python -m bench.statements [--rounds 3] [--documents 500]

Both sides get the same 24 statements of the demo network, half of them for Chinese readers: the
same HTML, the same style sheets, the same option (PDF/UA-1, tagged). Plain is what one would write
first, `HTML(string=…).write_pdf()`, with the system's Noto CJK as the font. They run in a process
each and take turns document by document, so that whatever else the machine does meets both.
"""

import argparse
import gc
import multiprocessing
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from weasyprint import HTML

from franchise_portal import Portal, config, create_app
from franchise_portal.demo import seeds
from franchise_portal.kit.period import Period
from franchise_portal.migrating import bring_up_to_date
from franchise_portal.reports import kinds, renderer, writing

MONTH = Period.parse_month("2026-09")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")

#: What the figures must reach: documents a second, bytes, two workers, memory.
FASTER, SMALLER, SHARED, STEADY = 2.0, 0.25, 1.75, 1.05

Documents = Sequence[tuple[str, str]]
"""HTML for our engine, and the same with its style sheets inside for the plain way."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3, help="times that each is made")
    arguments.add_argument("--documents", type=int, default=500, help="for the memory")
    chosen = arguments.parse_args()
    say_whether_busy()
    with tempfile.TemporaryDirectory() as folder:
        app = portal(Path(folder))
        with app.app_context():
            documents = demo_statements(app)
        rows = [
            *against_plain(app, documents, chosen.rounds),
            two_against_one(app, documents, chosen.rounds),
            memory(app, documents, chosen.documents),
        ]
    for words, figure, target, is_reached in rows:
        print(f"{words:58} {figure:>22} {target:>10}  {'ok' if is_reached else 'MISSED'}")
    sys.exit(0 if all(row[3] for row in rows) else 1)


def say_whether_busy() -> None:
    """Two workers cannot be compared with one while something else wants the processors."""
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors / 4:
        print(f"The machine is busy (load {load:.1f}, {processors} processors): two workers may")
        print("look slower than they are. Ratios of documents taken in turns still hold.")


def portal(folder: Path) -> Portal:
    """An application of our own with nothing in it."""
    app = create_app(config.read({"PORTAL_DATA_DIR": str(folder)}))
    with app.app_context():
        bring_up_to_date(app)
    return app


def demo_statements(app: Portal) -> Documents:
    """The demo network's statements of a month, as HTML."""
    seeds.tell(seed=2026, say=lambda *_: None)
    app.extensions["features"].set_clock()
    kind = kinds.find("statement")
    static = Path(str(app.static_folder))
    sheets = (renderer.TOKENS, *renderer.STYLESHEETS, *kind.stylesheets)
    css = FONT_FACE.sub("", "\n".join((static / sheet).read_text("utf-8") for sheet in sheets))
    documents = []
    for subject in kind.subjects(MONTH, None):
        with writing.speaking(subject.language, subject.zone):
            document = kind.build(MONTH, subject.franchisee_id)
            html = writing.html_of(kind.template, document, subject.language)
        documents.append((html, html.replace("</head>", f"<style>{css}</style></head>")))
    return documents


def tuned(app: Portal, documents: Documents) -> Callable[[int], bytes]:
    """Our engine, warm, as a worker has it."""
    with app.app_context():
        renderer.warm()
        engine = renderer.engine()
        sheets = kinds.find("statement").stylesheets
    return lambda number: engine.write(documents[number % len(documents)][0], sheets).data


def plain(_app: Portal, documents: Documents) -> Callable[[int], bytes]:
    """The first thing one would write."""

    def make(number: int) -> bytes:
        html = documents[number % len(documents)][1]
        return HTML(string=html).write_pdf(pdf_variant=renderer.VARIANT)

    make(0)
    return make


Side = Callable[[Portal, Documents], Callable[[int], bytes]]


def against_plain(app: Portal, documents: Documents, rounds: int) -> list[tuple]:
    """Seconds and bytes of each document both ways, in turns."""
    sides = [Turns(tuned, app, documents), Turns(plain, app, documents)]
    pairs = [[side.make(number) for side in sides] for number in range(rounds * len(documents))]
    for side in sides:
        side.stop()
    ours, theirs = (statistics.median(pair[n][0] for pair in pairs) for n in (0, 1))
    ratio = statistics.median(pair[1][0] / pair[0][0] for pair in pairs)
    size = sum(pair[0][1] for pair in pairs) / sum(pair[1][1] for pair in pairs)
    kilobytes = [statistics.mean(pair[n][1] for pair in pairs) / 1024 for n in (0, 1)]
    return [
        (
            f"Statements a second, {1 / ours:.2f} against {1 / theirs:.2f} plain",
            f"{ratio:.2f} times",
            f"≥ {FASTER:.2f}",
            ratio >= FASTER,
        ),
        (
            f"Bytes of a statement, {kilobytes[0]:.0f} KB against {kilobytes[1]:.0f} KB plain",
            f"{size:.2f} times",
            f"≤ {SMALLER:.2f}",
            size <= SMALLER,
        ),
    ]


def two_against_one(app: Portal, documents: Documents, rounds: int) -> tuple:
    """Two workers of one warm parent against one, in turns; each makes all documents."""
    make = tuned(app, documents)
    ratios, paces = [], []
    for _ in range(rounds):
        one = seconds_of(make, 1, len(documents))
        two = seconds_of(make, 2, len(documents))
        ratios.append(2 * one / two)
        paces.append((len(documents) / one, 2 * len(documents) / two))
    ratio = statistics.median(ratios)
    alone, shared = (statistics.median(pace[n] for pace in paces) for n in (0, 1))
    return (
        f"Two workers, {shared:.2f} statements a second against {alone:.2f}",
        f"{ratio:.2f} times",
        f"≥ {SHARED:.2f}",
        ratio >= SHARED,
    )


def memory(app: Portal, documents: Documents, count: int) -> tuple:
    """What one process holds after 50 documents, and after many more."""
    here, there = multiprocessing.get_context("fork").Pipe()

    def work() -> None:
        make = tuned(app, documents)
        for number in range(count):
            make(number)
            if number + 1 in {50, count}:
                there.send(resident())

    child = started(work)
    early, late = here.recv(), here.recv()
    child.join()
    ratio = late / early
    return (
        f"Memory after {count} statements, {late:.0f} MB against {early:.0f} MB after 50",
        f"{ratio:.3f} times",
        f"≤ {STEADY:.2f}",
        ratio <= STEADY,
    )


class Turns:
    """One side in a process of its own, making a document when it is asked to."""

    def __init__(self, side: Side, app: Portal, documents: Documents) -> None:
        self.here, there = multiprocessing.get_context("fork").Pipe()
        self.child = started(lambda: serve(side(app, documents), there))
        self.make(0)

    def make(self, number: int) -> tuple[float, int]:
        """Seconds and bytes of a document."""
        self.here.send(number)
        return self.here.recv()

    def stop(self) -> None:
        self.here.send(None)
        self.child.join()


def serve(make: Callable[[int], bytes], there: Connection) -> None:
    while (number := there.recv()) is not None:
        began = time.perf_counter()
        data = make(number)
        there.send((time.perf_counter() - began, len(data)))


def seconds_of(make: Callable[[int], bytes], workers: int, count: int) -> float:
    """How long some forks of this process take, each making `count` documents."""

    def work() -> None:
        for number in range(count):
            make(number)

    began = time.perf_counter()
    children = [started(work) for _ in range(workers)]
    for child in children:
        child.join()
    return time.perf_counter() - began


def started(work: Callable[[], None]) -> multiprocessing.Process:
    """A fork that does some work and leaves at once, as a work horse does."""

    def body() -> None:
        gc.collect()
        work()
        os._exit(0)

    child = multiprocessing.get_context("fork").Process(target=body)
    child.start()
    return child


def resident() -> float:
    """Mebibytes that this process holds in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


if __name__ == "__main__":
    main()
