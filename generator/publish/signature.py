"""Signatures of records, made and checked by the machine's own `openssl` or `ssh-keygen`.

Three kinds of keys: Ed25519 and SM2 with SM3 (国密) in PEM files, for `openssl`; keys of OpenSSH, for `ssh-keygen -Y`.
The commands are those that the handbook shows, so anybody can check a signature without this program.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.publish.errors import PublishError
from generator.source.regular import SMALL_BYTES, read_regular

NAMESPACE = "zwgk"
"""What a signature of OpenSSH is for, and by whom: `ssh-keygen -Y verify -n zwgk -I zwgk`."""

_SSH_PRIVATE, _SSH_PUBLIC, _SSH_SIGNATURE = (
    b"-----BEGIN OPENSSH PRIVATE KEY-----",
    (b"ssh-", b"sk-ssh-", b"ecdsa-", b"sk-ecdsa-"),
    b"-----BEGIN SSH SIGNATURE-----",
)
_ED25519: tuple[str, ...] = ("-rawin",)
_SM2 = ("-rawin", "-digest", "sm3")


def sign(data: bytes, key: Path) -> bytes:
    """Return the signature of data with a private key in a file. Raises PublishError."""
    with tempfile.TemporaryDirectory(prefix="zwgk-") as folder:
        file = Path(folder, "data")
        file.write_bytes(data)
        if _is_ssh(key):
            done = _run("ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(key), str(file))
            result = file.with_name("data.sig").read_bytes() if not done.returncode else b""
        else:
            how = _how(key, "-text", "-in", str(key))
            done = _run("openssl", "pkeyutl", "-sign", *how, "-inkey", str(key), "-in", str(file))
            result = done.stdout
    if done.returncode:
        raise PublishError(f"没能用 {key} 签名（openssl 要 3 以上）：{_said(done)}")
    return result


def public_key(key: Path) -> bytes:
    """Return the public half of a private key in a file: PEM, or a line of OpenSSH. Raises PublishError."""
    if _is_ssh(key):
        done = _run("ssh-keygen", "-y", "-P", "", "-f", str(key))
    else:
        done = _run("openssl", "pkey", "-pubout", "-in", str(key))
    if done.returncode:
        raise PublishError(f"{key} 不是能用的私钥：{_said(done)}")
    return done.stdout


def signers(data: bytes, signatures: Iterable[bytes], public: Iterable[bytes]) -> int:
    """Return how many of these different public keys have signed data. Raises PublishError."""
    made = [signature for signature in signatures if signature]
    return sum(any(is_signed(data, signature, key) for signature in made) for key in set(public))


def is_signed(data: bytes, signature: bytes, public: bytes) -> bool:
    """Return True if this is the signature of data by the holder of a public key. Raises PublishError."""
    by_ssh = public.startswith(_SSH_PUBLIC)
    if by_ssh != signature.startswith(_SSH_SIGNATURE):
        return False
    with tempfile.TemporaryDirectory(prefix="zwgk-") as folder:
        paths = [Path(folder, name) for name in ("data", "signature", "public")]
        if by_ssh:
            public = f'{NAMESPACE} namespaces="{NAMESPACE}" '.encode() + public.splitlines()[0] + b"\n"
        for path, content in zip(paths, (data, signature, public), strict=True):
            path.write_bytes(content)
        file, signed, key = map(str, paths)
        if by_ssh:
            who = ("-f", key, "-I", NAMESPACE, "-n", NAMESPACE, "-s", signed)
            return _run("ssh-keygen", "-Y", "verify", *who, given=data).returncode == 0
        how = _how(Path("公钥"), "-text_pub", "-pubin", "-in", key)
        done = _run("openssl", "pkeyutl", "-verify", *how, "-pubin", "-inkey", key, "-in", file, "-sigfile", signed)
    return done.returncode == 0


def _is_ssh(key: Path) -> bool:
    """Return True if a file holds a private key of OpenSSH, or the public half of one that an agent keeps."""
    return read_regular(key, SMALL_BYTES).startswith((_SSH_PRIVATE, *_SSH_PUBLIC))


def _how(key: Path, *arguments: str) -> Sequence[str]:
    """Return the options with which a key signs. Raises PublishError if it is none of the kinds that are used here."""
    done = _run("openssl", "pkey", "-noout", *arguments)
    if done.returncode:
        raise PublishError(f"{key} 不是能用的钥匙（要 PEM 文件）：{_said(done)}")
    if done.stdout.upper().startswith(b"ED25519"):
        return _ED25519
    if b"ASN1 OID: SM2" in done.stdout:
        return _SM2
    raise PublishError(
        f"{key} 不是 Ed25519、SM2 或 OpenSSH 的钥匙；用 openssl genpkey -algorithm ed25519 -out 私钥.pem 生成一把"
    )


def _run(name: str, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program of the machine. Raises PublishError if it has none of this name."""
    program = shutil.which(name)
    if not program:
        package = {"openssl": "openssl"}.get(name, "openssh-client")
        raise PublishError(f"签名和核对签名要用 {name}，这台机器上没有；装好再运行（Debian：apt install {package}）")
    return subprocess.run([program, *arguments], input=given, capture_output=True, check=False)


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of what a program said."""
    lines = done.stderr.decode(errors="replace").splitlines()
    return lines[0][:200] if lines else f"退出码 {done.returncode}"
