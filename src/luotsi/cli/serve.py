"""`luotsi serve` and `luotsi worker`: Luotsi running, whole or its background work only."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import click

from luotsi.cli.django import data_option, remember_address, use_data

READY_SECONDS = 60.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port.")
@click.option("--demo", is_flag=True, help="On sample data of its own, with a sign-in link per sample person.")
@data_option
def serve(host: str, port: int, demo: bool, data: Path | None) -> None:
    """Start Luotsi: web server and background workers in one process group.

    Creates or migrates the database in the data folder. With --demo everything lives in the folder `sample`
    within it, on SQLite, apart from real data. Ctrl-C stops all.

    Example: luotsi serve --demo --port 8080
    """
    from luotsi.cli.crew import Crew

    if demo:
        _refuse_open_demo(host)
    _refuse_taken_port(host, port)
    _settle(host, port, demo, data)
    welcome = _prepare(demo)
    crew = Crew(workers=_workers())
    crew.start()
    try:
        if _wait_until_ready(host, port, crew):
            _greet(welcome, demo, host)
        crew.watch()
    finally:
        crew.stop()


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """Run background work only, next to a `luotsi serve` elsewhere (with PostgreSQL: on any machine).

    Ctrl-C or SIGTERM lets the job at hand finish; after 20 seconds it goes back to the queue.

    Example: luotsi worker --data /srv/luotsi
    """
    from luotsi.cli.child import work
    from luotsi.cli.django import refuse_unready, start_django

    start_django(data)
    refuse_unready()
    click.echo("Waiting for background work; Ctrl-C stops.", err=True)
    work(grace_seconds=20.0, megabytes=None)


def _refuse_open_demo(host: str) -> None:
    import ipaddress

    from luotsi.kernel.errors import BadInput, Fault

    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise BadInput(
            [
                Fault(
                    "--host",
                    f"{host} can be reached by others, and anybody may sign in to sample data.",
                    advice="Use 127.0.0.1 with --demo, or leave --demo out.",
                )
            ]
        )


def _refuse_taken_port(host: str, port: int) -> None:
    from luotsi.kernel.errors import Unavailable

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(
                f"Cannot listen on {host} port {port}: {error.strerror}. "
                f"Is Luotsi running already? Another port: luotsi serve --port {port % 65535 + 1}",
                code="port_taken",
            ) from error


def _settle(host: str, port: int, demo: bool, data: Path | None) -> None:
    """The environment that all processes of this start share."""
    from luotsi.web import config

    folder = use_data(data)
    if demo:  # its own folder and its own SQLite file: never the database that holds real data
        use_data(folder / "sample")
        os.environ.update(LUOTSI_DEMO="yes", LUOTSI_DATABASE_URL="")
        os.environ.pop("LUOTSI_URL", None)
    else:
        os.environ["LUOTSI_DEMO"] = "no"  # also against luotsi.env: sample sign-in links never stand open to others
    config.data_folder().mkdir(mode=0o700, parents=True, exist_ok=True)  # what colleagues said is in there
    os.environ.update(LUOTSI_HOST=host, LUOTSI_PORT=str(port))
    if config.read("LUOTSI_URL").origin == "default":
        os.environ["LUOTSI_URL"] = f"http://{_shown(host)}:{port}"
        remember_address(os.environ["LUOTSI_URL"])


def _prepare(demo: bool) -> dict[str, Any]:
    """Migrate and fill in a process that ends, so that this one stays small."""
    import json
    import subprocess

    from luotsi.cli.crew import CHILD

    if demo:
        click.echo("Making the sample workspace ready …", err=True)
    done = subprocess.run([*CHILD, "prepare"], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own code
    if done.returncode:
        raise SystemExit(1)
    return json.loads(done.stdout.splitlines()[-1])


def _workers() -> int:
    from luotsi.web import config

    return int(config.read("LUOTSI_WORKERS").text)


def _wait_until_ready(host: str, port: int, crew: Any) -> bool:
    """True once the web server answers; False when stopped meanwhile."""
    import http.client
    import time

    deadline = time.monotonic() + READY_SECONDS
    while not crew.is_stopping:
        link = http.client.HTTPConnection(_shown(host).strip("[]"), port, timeout=5)
        try:
            link.request("GET", "/healthz")
            status = link.getresponse().status
        except OSError:
            status = 0  # not listening yet
        finally:
            link.close()
        if status >= 500:
            raise click.ClickException("The web server answers with an error; the lines above say which.")
        if status:
            return True
        if time.monotonic() > deadline:
            raise click.ClickException(f"The web server did not answer within {READY_SECONDS:.0f} seconds.")
        time.sleep(0.05)
    return False


def _greet(welcome: dict[str, Any], demo: bool, host: str) -> None:
    from luotsi.web import config

    click.echo(f"Luotsi runs at {config.read('LUOTSI_URL').text}  (Ctrl-C stops it)")
    if demo:
        click.echo("Sample data; sign in as:")
        width = max(len(person["name"] + person["role"]) for person in welcome["people"]) + 4
        for person in welcome["people"]:
            click.echo(f"  {person['name'] + ', ' + person['role']:<{width}}{person['link']}")
    elif not welcome["has_lead"]:
        click.echo(
            "Nobody can sign in yet. Add the first lead in another terminal; it prints a sign-in link:\n"
            f'  luotsi user add you@example.com --name "Your Name" --role lead --data {config.data_folder()}'
        )
    if host in {"0.0.0.0", "::"} and config.read("LUOTSI_ALLOWED_HOSTS").origin == "default":  # noqa: S104
        click.echo("Others reach it once LUOTSI_URL and LUOTSI_ALLOWED_HOSTS name its address.")


def _shown(host: str) -> str:
    """The host as a browser on this machine would write it."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
