"""The operations kit of a site: configurations of web servers, and pipelines that check, build and publish."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from generator.publish.compare import is_same
from generator.publish.headers import HASHED, HEADERS, HSTS, LONG, SHORT
from generator.publish.manifest import Listed
from generator.scaffold import ScaffoldError
from generator.source.project import SITE_FILE
from generator.source.readers import YAML
from generator.source.regular import read_regular
from generator.source.whole import write_whole

KIT = Path(__file__).resolve().parent / "opskit"

_ALWAYS = {
    "nginx.conf": "deploy/nginx.conf",
    "Caddyfile": "deploy/Caddyfile",
    "apache.conf": "deploy/apache.conf",
    "Dockerfile": "deploy/Dockerfile",
    "dockerignore": ".dockerignore",
    "install.sh": "deploy/install.sh",
    "publish.sh": "deploy/publish.sh",
}
_BY_KIND = {
    "gitlab": {"gitlab-ci.yml": ".gitlab-ci.yml"},
    "github": {"workflow.yml": ".github/workflows/zwgk.yml"},
    "gitea": {"workflow.yml": ".gitea/workflows/zwgk.yml"},
    "cron": {
        "nightly.sh": "deploy/nightly.sh",
        "zwgk.service": "deploy/zwgk.service",
        "zwgk.timer": "deploy/zwgk.timer",
        "crontab": "deploy/crontab",
    },
}
KINDS = tuple(_BY_KIND)
"""Who runs the pipeline."""


def write_kit(folder: Path, kind: str, base_url: str) -> list[Path]:
    """Write the operations kit for a site at `base_url` into its project; return the paths, in order.

    A file that is there already with other content is never replaced. Raises ScaffoldError.
    """
    files = {folder / path: text for path, text in kit(kind, base_url).items()}
    taken = [path for path, text in files.items() if path.exists() and not is_same(path, Listed.of(text.encode()))]
    if taken:
        raise ScaffoldError(f"{taken[0]} 已经有了，而且不一样；把它移走再写，或自己改")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        write_whole(ignored, (KIT / "gitignore").read_text("utf-8"))
        files[ignored] = ""
    return list(files)


def address_of(project: Path) -> str:
    """Return the address of a project's site. Raises ScaffoldError if its site.yml does not tell."""
    path = project / SITE_FILE
    try:
        values = yaml.safe_load(read_regular(path, YAML.most_bytes))
        return str(values["base_url"])
    except (OSError, UnicodeError, yaml.YAMLError, KeyError, TypeError, RecursionError) as error:
        raise ScaffoldError(f"从 {path} 里读不出 base_url；先改好它，或换到项目文件夹里运行") from error


def kit(kind: str, base_url: str) -> dict[str, str]:
    """Return the files of an operations kit, by path within the project. Raises ScaffoldError for a wrong address."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.-]+", parts.hostname or ""):
        raise ScaffoldError(
            f"网址 {base_url} 写不进服务器的配置；site.yml 的 base_url 要像 https://zwgk.example.gov.cn/"
        )
    if not re.fullmatch(r"(/[\w.~-]+)*/?", parts.path):
        raise ScaffoldError(f"网址 {base_url} 的路径写不进服务器的配置；只用字母、数字和 - . _ ~")
    names = {**_ALWAYS, **_BY_KIND[kind]}
    return {path: _filled(name, kind, base_url) for name, path in names.items()}


def _filled(name: str, kind: str, base_url: str) -> str:
    """Return a file of the kit with its placeholders filled."""
    text = (KIT / name).read_text("utf-8")
    for mark, value in {**_common(kind, base_url), **_BY_SERVER.get(name, lambda _: {})(base_url)}.items():
        text = text.replace(f"@{mark}@", value)
    return text


def _common(kind: str, base_url: str) -> dict[str, str]:
    """Return the values of placeholders that several files have."""
    parts = urlsplit(base_url)
    return {
        "URL": base_url if base_url.endswith("/") else f"{base_url}/",
        "HOST": parts.hostname or "",
        "PATH": f"{parts.path.rstrip('/')}/",
        "HASHED": HASHED.pattern,
        "LONG": LONG,
        "SHORT": SHORT,
        "FORMAT": " --format github" if kind == "github" else "",
    }


_TLS = """    listen 443 ssl http2;
    listen [::]:443 ssl http2;
    ssl_certificate /etc/nginx/tls/zwgk.crt;
    ssl_certificate_key /etc/nginx/tls/zwgk.key;
    ssl_protocols TLSv1.2 TLSv1.3;"""
_PLAIN = """    listen 80;
    listen [::]:80;"""
_TO_TLS = f"""server {{
{_PLAIN}
    server_name @HOST@;
    return 301 https://$host$request_uri;
}}

"""


def _nginx(base_url: str) -> dict[str, str]:
    """Return the values of nginx's own placeholders; those that hold others come first."""
    parts = urlsplit(base_url)
    secure = parts.scheme == "https"
    headers = {**HEADERS, **(dict([HSTS]) if secure else {})}
    folder = "alias /srv/zwgk/current/;" if parts.path.strip("/") else "root /srv/zwgk/current;"
    lines = [f'        add_header {name} "{value}" always;' for name, value in headers.items()]
    return {
        "REDIRECT": _TO_TLS.replace("@HOST@", parts.hostname or "") if secure else "",
        "LISTEN": _TLS if secure else _PLAIN,
        "ROOT": folder,
        "HEADERS": "\n".join(lines),
        "ELSEWHERE": "\n    location / {\n        return 404;\n    }\n" if parts.path.strip("/") else "",
    }


def _caddy(base_url: str) -> dict[str, str]:
    """Return the values of Caddy's own placeholders."""
    parts = urlsplit(base_url)
    headers = {**HEADERS, **(dict([HSTS]) if parts.scheme == "https" else {})}
    site = parts.hostname or "" if parts.scheme == "https" else f"http://{parts.hostname}"
    lines = [f'        {name} "{value}"' for name, value in headers.items()]
    return {"SITE": site, "HEADERS": "\n".join(lines)}


_APACHE_TLS = """    SSLEngine on
    SSLCertificateFile /etc/apache2/tls/zwgk.crt
    SSLCertificateKeyFile /etc/apache2/tls/zwgk.key
"""
_APACHE_TO_TLS = """<VirtualHost *:80>
    ServerName @HOST@
    RewriteEngine On
    RewriteRule ^ https://@HOST@%{REQUEST_URI} [R=301,L]
</VirtualHost>

"""


def _apache(base_url: str) -> dict[str, str]:
    """Return the values of Apache's own placeholders."""
    parts = urlsplit(base_url)
    secure = parts.scheme == "https"
    path = re.escape(f"{parts.path.rstrip('/')}/")
    headers = {**HEADERS, **(dict([HSTS]) if secure else {})}
    outside = f"    RewriteCond %{{REQUEST_URI}} !^{path}\n    RewriteRule ^ - [R=404,L]\n"
    return {
        "REDIRECT": _APACHE_TO_TLS.replace("@HOST@", parts.hostname or "") if secure else "",
        "MODULE": " ssl" if secure else "",
        "PORT": "443" if secure else "80",
        "TLS": _APACHE_TLS if secure else "",
        "ELSEWHERE": outside if parts.path.strip("/") else "",
        "HEADERS": "\n".join(f'    Header always set {name} "{value}"' for name, value in headers.items()),
    }


_BY_SERVER = {"nginx.conf": _nginx, "Caddyfile": _caddy, "apache.conf": _apache}
