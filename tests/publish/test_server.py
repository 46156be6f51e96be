"""The server configurations that `zwgk new` writes, in real servers, asked by a real client.

Skipped where nginx, Caddy or Apache is not installed.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.ops import kit
from generator.publish import write
from generator.publish.deploy import Terms, deploy, roll_back
from generator.publish.folder_target import FolderTarget
from generator.publish.headers import HEADERS, HSTS, LONG, SHORT
from generator.publish.served import verify_url
from generator.publish.verify import Expected
from generator.render.pages import File
from tests.publish.sites import DAY, FILES, built

STYLE, SCRIPT = "assets/zwgk.0123abcd.css", "assets/javascripts/bundle.0a1b2c3d.min.js"
MORE = {
    STYLE: b"p { color: #123 }" * 50,
    SCRIPT: b"'use strict';" * 50,
    "assets/images/favicon.png": b"\x89PNG",
    "organs/index.html": "<p>机构</p>".encode() * 100,
    "search/names.json": b'{"a": 1}' * 100,
    "search/h/a.txt": b"a" * 1000,
    "filing.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" * 50,
    "results.csv": b"a,b\n" * 500,
    "card.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>" * 20,
    "sitemap.xml": b"<urlset/>" * 100,
    "robots.txt": b"User-agent: *\n",
}
SITE = {**FILES, **MORE}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Served:
    """A running server: the address of the site, the port for plain HTTP, the folder that is published to."""

    url: str
    port: int
    plain: int
    server: Path
    site: Path

    @property
    def secure(self) -> bool:
        return self.url.startswith("https")

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Return what the server answers for a path of the host."""
        if self.secure:
            kind: http.client.HTTPConnection = http.client.HTTPSConnection("localhost", self.port, timeout=20)
        else:
            kind = http.client.HTTPConnection("localhost", self.port, timeout=20)
        kind.request(method, path, headers={"Accept-Encoding": "identity", **headers})
        answer = kind.getresponse()
        body = answer.read()
        kind.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def certify(folder: Path) -> None:
    """Make a key and a certificate for localhost."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(
        [*command, "-keyout", folder / "zwgk.key", "-out", folder / "zwgk.crt"], check=True, capture_output=True
    )


def nginx(folder: Path, served: Served) -> list[str]:
    """Write the files of nginx; return the command that runs it."""
    certify(folder)
    text = kit("cron", served.url.replace(f":{served.port}", ""))["deploy/nginx.conf"]
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for old, new in {
        "listen 443": f"listen 127.0.0.1:{served.port}",
        "listen 80": f"listen 127.0.0.1:{served.plain if served.secure else served.port}",
        "/etc/nginx/tls/": f"{folder}/",
        "/srv/zwgk/current": f"{served.server}/current",
    }.items():
        assert old in text or not served.secure
        text = text.replace(old, new)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    main = f"{user} daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
    conf = folder / "nginx.conf"
    conf.write_text(f"{main}http {{ access_log off; {paths}\n{text}\n}}\n", "utf-8")
    run = ["nginx", "-p", str(folder), "-c", str(conf)]
    tried = subprocess.run([*run, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0 and "[warn]" not in tried.stderr, tried.stderr
    return run


def caddy(folder: Path, served: Served) -> list[str]:
    """Write the files of Caddy; return the command that runs it."""
    text = kit("cron", served.url.replace(f":{served.port}", ""))["deploy/Caddyfile"]
    assert "http://localhost {" in text
    text = text.replace("http://localhost {", f"http://localhost:{served.port} {{")
    text = text.replace("/srv/zwgk/current", f"{served.server}/current")
    conf = folder / "Caddyfile"
    conf.write_text(f"{{\n    admin off\n}}\n{text}", "utf-8")
    return ["caddy", "run", "--config", str(conf), "--adapter", "caddyfile"]


MODULES = (
    "mpm_event",
    "authz_core",
    "dir",
    "mime",
    "alias",
    "headers",
    "rewrite",
    "deflate",
    "filter",
    "ssl",
    "socache_shmcb",
)


def apache(folder: Path, served: Served) -> list[str]:
    """Write the files of Apache; return the command that runs it. Its user must be able to read them."""
    text = kit("cron", served.url.replace(f":{served.port}", ""))["deploy/apache.conf"]
    certify(folder)
    plain = served.plain if served.secure else served.port
    text = text.replace("*:443", f"*:{served.port}").replace("*:80", f"*:{plain}")
    text = text.replace("/etc/apache2/tls/", f"{folder}/").replace("/srv/zwgk", str(served.server))
    modules = Path("/usr/lib/apache2/modules")
    loaded = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in MODULES]
    user = ["User www-data", "Group www-data"] if os.getuid() == 0 else []
    main = [*loaded, *user, f"PidFile {folder}/pid", f"ErrorLog {folder}/errors"]
    main += [f"Listen 127.0.0.1:{port}" for port in {served.port, plain}]
    main += [f"DefaultRuntimeDir {folder}", f"ServerRoot {folder}", "ServerName localhost", "ServerTokens Prod"]
    conf = folder / "apache.conf"
    conf.write_text("\n".join([*main, "TypesConfig /etc/mime.types", text]), "utf-8")
    tried = subprocess.run(["apache2", "-t", "-f", str(conf)], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    return ["apache2", "-X", "-f", str(conf)]


SERVERS = {
    "nginx": (nginx, "https", "/zwgk/"),
    "nginx-root": (nginx, "http", "/"),
    "caddy": (caddy, "http", "/zwgk/"),
    "caddy-root": (caddy, "http", "/"),
    "apache2": (apache, "https", "/zwgk/"),
    "apache2-root": (apache, "http", "/"),
}


@pytest.fixture(scope="module", params=list(SERVERS))
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    """A published site in a real server."""
    make, scheme, path = SERVERS[request.param]
    program = request.param.partition("-")[0]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="zwgk-server-"))  # not pytest's, which only its owner can read
    folder.chmod(0o755)
    port = free_port()
    found = Served(f"{scheme}://localhost:{port}{path}", port, free_port(), folder / "srv", folder / "site")
    deploy(built(found.site, SITE), FolderTarget(found.server), Terms(DAY))
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    running = subprocess.Popen(make(folder, found), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    try:
        _wait(running, port)
        with pytest.MonkeyPatch.context() as patch:
            if found.secure:
                patch.setenv("SSL_CERT_FILE", str(folder / "zwgk.crt"))
            yield found
    finally:
        running.terminate()
        running.communicate(timeout=20)
        shutil.rmtree(folder)


def _wait(running: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a server listens."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if running.poll() is not None:
            assert running.stderr
            raise AssertionError(running.stderr.read().decode())
        try:
            socket.create_connection(("localhost", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


def path_of(served: Served, name: str) -> str:
    return "/" + served.url.split("/", 3)[3] + name


@pytest.mark.parametrize(
    ("name", "kind", "cache"),
    [
        ("", "text/html; charset=utf-8", SHORT),
        ("organs/", "text/html; charset=utf-8", SHORT),
        ("index.html", "text/html; charset=utf-8", SHORT),
        (STYLE, "text/css; charset=utf-8", LONG),
        (SCRIPT, "(application|text)/javascript; charset=utf-8", LONG),
        ("assets/empty.js", "(application|text)/javascript; charset=utf-8", SHORT),
        ("assets/images/favicon.png", "image/png", SHORT),
        ("search/names.json", "application/json(; charset=utf-8)?", SHORT),
        ("search/h/a.txt", "text/plain; charset=utf-8", SHORT),
        ("filing.ics", "text/calendar; charset=utf-8", SHORT),
        ("results.csv", "text/csv; charset=utf-8", SHORT),
        ("sitemap.xml", "(application|text)/xml(; charset=utf-8)?", SHORT),
        ("release.json", "application/json(; charset=utf-8)?", SHORT),
    ],
)
def test_each_kind_of_file_has_its_headers(served: Served, name: str, kind: str, cache: str) -> None:
    status, headers, body = served.ask(path_of(served, name))
    assert status == 200 and "content-encoding" not in headers
    file = name + "index.html" if not name or name.endswith("/") else name
    assert body == (served.server / "current" / file).read_bytes()
    assert re.fullmatch(kind, headers["content-type"], re.IGNORECASE), headers["content-type"]
    assert headers["cache-control"] == cache
    expected = {**HEADERS, **(dict([HSTS]) if served.secure else {})}
    assert {name: headers.get(name.lower()) for name in expected} == expected
    assert not re.search(r"\d", headers.get("server", ""))


TEXTS = [
    "organs/",
    STYLE,
    SCRIPT,
    "search/names.json",
    "search/h/a.txt",
    "filing.ics",
    "results.csv",
    "card.svg",
    "sitemap.xml",
]


@pytest.mark.parametrize("name", TEXTS)
def test_every_kind_of_text_is_compressed(served: Served, name: str) -> None:
    _, headers, body = served.ask(path_of(served, name), **{"Accept-Encoding": "gzip, br"})
    assert headers["content-encoding"] == "gzip"
    assert "accept-encoding" in headers["vary"].lower()
    file = name + "index.html" if name.endswith("/") else name
    assert gzip.decompress(body) == SITE[file] and len(body) < len(SITE[file]) / 2
    again = {"Accept-Encoding": "gzip, br", "If-None-Match": headers["etag"]}
    assert served.ask(path_of(served, name), **again)[0] == 304


def test_pictures_are_not_compressed_again(served: Served) -> None:
    _, headers, _ = served.ask(path_of(served, "assets/images/favicon.png"), **{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in headers


@pytest.mark.parametrize("name", ["nothing/", "nothing.html", "assets/nothing.0123abcd.css", "../../../etc/passwd"])
def test_an_address_that_does_not_exist_has_the_page_for_that(served: Served, name: str) -> None:
    status, headers, body = served.ask(path_of(served, name))
    assert status in {404, 400}
    if status == 404 and not name.startswith(".."):
        assert body == FILES["404.html"]
        assert headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_outside_of_the_site_there_is_nothing(served: Served) -> None:
    outside = ["/zwgkx/", "/elsewhere/index.html", *(["/"] if path_of(served, "") != "/" else [])]
    assert {served.ask(path)[0] for path in outside} == {404}


def test_a_folder_leads_to_its_slash(served: Served) -> None:
    status, headers, _ = served.ask(path_of(served, "organs"))
    assert status in {301, 308}
    assert headers["location"].endswith(path_of(served, "organs/"))


def test_a_page_that_did_not_change_is_not_sent_again(served: Served) -> None:
    tag = served.ask(path_of(served, ""))[1]["etag"]
    assert served.ask(path_of(served, ""), **{"If-None-Match": tag})[0] == 304


def test_only_reading_is_allowed(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE"):
        status, headers, _ = served.ask(path_of(served, ""), method)
        assert status in {403, 405}
        assert headers["content-security-policy"] == HEADERS["Content-Security-Policy"], "refusals have headers too"


def test_plain_http_leads_to_tls(served: Served) -> None:
    if not served.secure:
        return
    connection = http.client.HTTPConnection("localhost", served.plain, timeout=20)
    connection.request("GET", path_of(served, "organs/"))
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://localhost" + path_of(served, "organs/"))


def test_verify_finds_nothing_and_a_release_is_served_at_once(served: Served) -> None:
    assert verify_url(served.url, Expected(DAY)).differences == ()
    target = FolderTarget(served.server)
    deploy(built(served.site, {**SITE, "index.html": b"two"}), target, Terms(DAY))
    assert served.ask(path_of(served, ""))[2] == b"two"
    assert verify_url(served.url, Expected(DAY)).differences == ()
    roll_back(target, Terms(DAY))
    assert served.ask(path_of(served, ""))[2] == SITE["index.html"]
    write(served.server / "current", File("organs/index.html", b"spoiled"))
    kinds = [(item.kind, item.path) for item in verify_url(served.url, Expected(DAY)).differences]
    assert kinds == [("changed", "organs/index.html")]
    deploy(built(served.site, SITE), target, Terms(DAY))
