"""Signatures of records: Ed25519, made and checked by the machine's own `openssl`.

The commands are those that the handbook shows, so anybody can check a signature without this program.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from generator.publish.errors import PublishError

_KIND = "ED25519"


def sign(data: bytes, key: Path) -> bytes:
    """Return the signature, 64 bytes, of data with a private key in a PEM file. Raises PublishError."""
    _must_be(key, "-text", "-in", str(key))
    with tempfile.TemporaryDirectory(prefix="zwgk-") as folder:
        file = Path(folder, "data")
        file.write_bytes(data)
        done = _openssl("pkeyutl", "-sign", "-rawin", "-inkey", str(key), "-in", str(file))
    if done.returncode:
        raise PublishError(f"openssl 没能用 {key} 签名（要 OpenSSL 3 以上）：{_said(done)}")
    return done.stdout


def public_key(key: Path) -> bytes:
    """Return the public half, in PEM, of a private key in a PEM file. Raises PublishError."""
    done = _openssl("pkey", "-pubout", "-in", str(key))
    if done.returncode:
        raise PublishError(f"{key} 不是能用的私钥：{_said(done)}")
    return done.stdout


def is_signed(data: bytes, signature: bytes, public: bytes) -> bool:
    """Return True if this is the signature of data by the holder of a public key, in PEM. Raises PublishError."""
    with tempfile.TemporaryDirectory(prefix="zwgk-") as folder:
        paths = [Path(folder, name) for name in ("data", "signature", "public.pem")]
        for path, content in zip(paths, (data, signature, public), strict=True):
            path.write_bytes(content)
        file, signed, key = map(str, paths)
        _must_be(Path("公钥"), "-text_pub", "-pubin", "-in", key)
        done = _openssl("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key, "-in", file, "-sigfile", signed)
    return done.returncode == 0


def _must_be(key: Path, *arguments: str) -> None:
    """Raise PublishError if a key is none of the kind that is used here."""
    done = _openssl("pkey", "-noout", *arguments)
    if done.returncode:
        raise PublishError(f"{key} 不是能用的钥匙（要 PEM 文件）：{_said(done)}")
    if not done.stdout.upper().startswith(_KIND.encode()):
        raise PublishError(f"{key} 不是 Ed25519 的钥匙；用 openssl genpkey -algorithm ed25519 -out 私钥.pem 生成一把")


def _openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run openssl. Raises PublishError if the machine has none."""
    program = shutil.which("openssl")
    if not program:
        raise PublishError("签名和核对签名要用 openssl，这台机器上没有；装好再运行（Debian：apt install openssl）")
    return subprocess.run([program, *arguments], capture_output=True, check=False)


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of what openssl said."""
    lines = done.stderr.decode(errors="replace").splitlines()
    return lines[0][:200] if lines else f"退出码 {done.returncode}"
