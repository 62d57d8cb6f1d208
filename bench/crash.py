"""Kills workers, work horses and Valkey at random while a run goes on, and counts what is there.

    python -m bench.crash --units 500 --kills 50 [--work statements]

Every unit of work must exist exactly once at the end. The kills are real (`kill -9`), the programs
are those of production with their usual settings; only their restart, which systemd or
`franchise-portal run` would do, is done here. `--seed` repeats a run's choices; their moments
depend on the machine.
"""

import argparse
import contextlib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from redis.exceptions import RedisError
from sqlalchemy import func, select

from bench import crash_jobs
from bench.crash_work import WORKS, Work
from franchise_portal import Portal, config, create_app, jobs
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus
from franchise_portal.jobs.valkey import PrivateValkey
from franchise_portal.migrating import upgrade

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300
"""Seconds without anything becoming finished, after which a run is given up."""
#: Fifty kills hold about so many of each kind.
SHARES = {"horse": 17, "worker": 17, "valkey": 10, "parent": 3, "flush": 3}


@dataclass
class Scene:
    """What runs, and what was done to it."""

    app: Portal
    valkey: PrivateValkey
    environment: dict[str, str]
    workers: int
    parent: subprocess.Popen[bytes] | None = None
    kills: Counter[str] = field(default_factory=Counter)
    lost_since: dict[str, float] = field(default_factory=dict)
    restarts: list[float] = field(default_factory=list)

    def start_workers(self) -> None:
        """As systemd would."""
        command = [sys.executable, "worker.py", "--workers", str(self.workers), "--no-calendar"]
        self.parent = subprocess.Popen(
            [*command, "--load", "bench.crash_jobs"],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )

    def keep_up(self) -> None:
        """Start again what was killed."""
        self.valkey.restart_if_ended()
        if self.parent is None or self.parent.poll() is not None:
            self.start_workers()

    def stop(self) -> None:
        """End everything."""
        if self.parent and self.parent.poll() is None:
            self.parent.terminate()
            self.parent.wait(60)
        self.valkey.stop()


def main() -> None:
    """Run, kill, count, print; exit 1 when anything is lost or doubled."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--work", choices=sorted(WORKS), default="batches")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="DATABASE_URL of an empty database")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scene = set_up(Path(folder), wanted.database, wanted.workers)
        try:
            ok = play(scene, wanted)
        finally:
            scene.stop()
    sys.exit(0 if ok else 1)


def set_up(folder: Path, database: str, workers: int) -> Scene:
    """A portal of its own in a folder."""
    given = {"PORTAL_DATA_DIR": str(folder), "DATABASE_URL": database}
    settings = config.read(given)
    app = create_app(settings)
    with app.app_context():
        upgrade(app)
        db.engine.dispose()
    valkey = PrivateValkey(settings.data_dir)
    valkey.start()
    environment = {**os.environ, **given, "PYTHONPATH": str(ROOT)}
    return Scene(app, valkey, environment, workers)


def play(scene: Scene, wanted: argparse.Namespace) -> bool:
    """One run with its kills; whether everything is there exactly once."""
    work = WORKS[wanted.work]()
    with scene.app.app_context():
        scene.start_workers()
        idle = restart_when_idle(scene)
        print(f"idle system      a killed worker's job began again in {idle:.1f} s")
        work.promise(wanted.units)
        began = time.monotonic()
        kill_at_random(scene, wanted.kills, random.Random(wanted.seed))
        wait_for_the_rest(scene)
        return report(scene, work, time.monotonic() - began)


def wait_for_the_rest(scene: Scene) -> None:
    """Until all is finished, or nothing is becoming so any more."""
    left, since = unfinished(), time.monotonic()
    while left and time.monotonic() - since < PATIENCE:
        scene.keep_up()
        note_restarts(scene)
        time.sleep(0.1)
        before, left = left, unfinished()
        if left < before:
            since = time.monotonic()


def restart_when_idle(scene: Scene) -> float:
    """Seconds from a worker's death with its horse to its job's next beginning."""
    with edge():
        row = jobs.enqueue(crash_jobs.linger, arguments={})
    wait_until(lambda: running() and children_at_work(scene))
    time.sleep(1)
    killed = time.monotonic()
    for worker in children_at_work(scene):
        kill([worker, *children(worker)])
    wait_until(lambda: attempts_of(row) > 1)
    seconds = time.monotonic() - killed
    wait_until(lambda: not unfinished())
    return seconds


def wait_until(question: Callable[[], object]) -> None:
    """Look again and again, not for ever."""
    end = time.monotonic() + PATIENCE
    while not question() and time.monotonic() < end:
        time.sleep(0.02)


def children_at_work(scene: Scene) -> list[int]:
    """The workers that have a horse."""
    return [child for child in children(scene.parent.pid if scene.parent else 0) if children(child)]


def attempts_of(row: Job) -> int:
    with edge(write=False):
        return db.session.scalar(select(Job.attempts).where(Job.id == row.id)) or 0


def kill_at_random(scene: Scene, kills: int, chance: random.Random) -> None:
    """Kill something that lives, again and again."""
    plan = chance.choices(list(SHARES), weights=list(SHARES.values()), k=kills)
    while plan and unfinished():
        end = time.monotonic() + chance.uniform(0.2, 0.8)
        while time.monotonic() < end:
            scene.keep_up()
            note_restarts(scene)
            time.sleep(0.05)
        if strike(scene, plan[-1], chance):
            scene.kills[plan.pop()] += 1


def strike(scene: Scene, kind: str, chance: random.Random) -> bool:
    """Do one thing to the scene; False when there was nothing to do it to."""
    if kind == "flush":
        with contextlib.suppress(RedisError):
            return bool(jobs.connection(scene.valkey.url).flushall())
        return False
    if kind == "valkey":
        return kill([scene.valkey.process.pid] if scene.valkey.process else [])
    parent = scene.parent.pid if scene.parent else 0
    note_losses(scene)
    if kind == "parent":
        return kill([parent])
    workers = children_at_work(scene)
    if not workers:
        return False
    worker = chance.choice(workers)
    return kill(children(worker) if kind == "horse" else [worker])


def kill(numbers: list[int]) -> bool:
    """`kill -9`, the real one."""
    found = False
    for number in numbers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            found = True
    return found


def children(number: int) -> list[int]:
    """The processes right below one."""
    try:
        text = Path(f"/proc/{number}/task/{number}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


def note_losses(scene: Scene) -> None:
    """Remember which jobs run now: if their process dies, they will be begun again."""
    now = time.monotonic()
    for row in running():
        scene.lost_since[f"{row.id}/{row.attempts}"] = now


def note_restarts(scene: Scene) -> None:
    """Measure how long a job took from a kill near it to its next attempt."""
    for row in running():
        since = scene.lost_since.pop(f"{row.id}/{row.attempts - 1}", None)
        if since is not None:
            scene.restarts.append(time.monotonic() - since)


def running() -> list[Job]:
    with edge(write=False):
        rows = db.session.scalars(
            select(Job)
            .where(Job.status == JobStatus.RUNNING)
            .execution_options(populate_existing=True)
        ).all()
    return list(rows)


def unfinished() -> int:
    with edge(write=False):
        over = [JobStatus.DONE, JobStatus.FAILED]
        count = select(func.count()).select_from(Job).where(Job.status.not_in(over))
        return db.session.scalar(count) or 0


def report(scene: Scene, work: Work, seconds: float) -> bool:
    """Count what is there, and print it."""
    with edge(write=False):
        states = Counter(db.session.scalars(select(Job.status)).all())
        attempts = db.session.scalar(select(func.sum(Job.attempts)))
    found = work.count()
    lost = found.asked - found.there
    killed = ", ".join(f"{count} {kind}" for kind, count in sorted(scene.kills.items()))
    print(f"kills            {sum(scene.kills.values())} ({killed})")
    print(
        f"asked for        {found.asked}: {found.there} there, {lost} lost, {found.doubled} doubled"
    )
    print(f"jobs             {states.total()}, {states[JobStatus.DONE]} done, {attempts} attempts")
    if scene.restarts:
        middle = statistics.median(scene.restarts)
        print(f"begun again in   median {middle:.1f} s, slowest {max(scene.restarts):.1f} s")
    print(f"took             {seconds:.0f} s on {db.engine.dialect.name}")
    return lost == 0 and found.doubled == 0 and set(states) == {JobStatus.DONE}


if __name__ == "__main__":
    main()
