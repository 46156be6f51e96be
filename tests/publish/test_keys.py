"""Several keys: rotation signed by both, two of three, what an old key signed, and keys of OpenSSH and SM2."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.publish.deploy import Terms, roll_back
from generator.publish.errors import PublishError
from generator.publish.folder_target import FolderTarget
from generator.publish.signature import is_signed, public_key, sign
from generator.publish.verify import Expected, verify_folder
from tests.helpers.commands import run
from tests.publish.sites import DAY, built, changed, put_out

TODAY = ("--as-of", DAY.isoformat())
ED25519, SM2 = (
    ("openssl", "genpkey", "-algorithm", "ed25519", "-out"),
    ("openssl", "genpkey", "-algorithm", "SM2", "-out"),
)
SSH = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "zwgk", "-f")


def made(path: Path, how: tuple[str, ...] = ED25519) -> Path:
    """Make a private key."""
    if not shutil.which(how[0]) or subprocess.run([*how, str(path)], capture_output=True, check=False).returncode:
        pytest.skip(f"this machine makes no such key: {how}")
    return path


def signature(server: Path, *keys: Path, needed: int = 1) -> str:
    return verify_folder(server, Expected(DAY, tuple(map(public_key, keys)), needed=needed)).signature


def test_a_change_of_keys_is_signed_by_both(server: Path, site_folder: Path, tmp_path: Path) -> None:
    old, new = made(tmp_path / "old.pem"), made(tmp_path / "new.pem")
    put_out(server, site_folder, "one", keys=(old,))
    put_out(server, site_folder, "two", keys=(old, new))
    assert signature(server, old) == signature(server, new) == "valid", "whoever has one of the keys is content"
    put_out(server, site_folder, "three", keys=(new,))
    assert (signature(server, old), signature(server, new)) == ("wrong", "valid")


def test_two_of_three_keys(server: Path, site_folder: Path, tmp_path: Path) -> None:
    keys = [made(tmp_path / name) for name in "abc"]
    put_out(server, site_folder, keys=(keys[0], keys[2]))
    assert signature(server, *keys, needed=2) == "valid"
    assert signature(server, *keys, needed=3) == "wrong"
    assert signature(server, keys[0], keys[0], needed=2) == "wrong", "one key counts once"
    (server / "current/release.json.sig2").unlink()
    assert signature(server, *keys, needed=2) == "wrong"


def test_what_a_former_key_signed_can_be_rolled_back_to(server: Path, site_folder: Path, tmp_path: Path) -> None:
    old, new = made(tmp_path / "old.pem"), made(tmp_path / "new.pem")
    put_out(server, site_folder, "one", keys=(old,))
    put_out(server, site_folder, "two", keys=(new,))
    with pytest.raises(PublishError, match="--former-key"):
        roll_back(FolderTarget(server), Terms(DAY, keys=(new,)))
    (tmp_path / "old-pub.pem").write_bytes(public_key(old))
    options = ("--key", new, "--former-key", tmp_path / "old-pub.pem", *TODAY)
    assert run("rollback", server, *options) == 0
    assert (server / "current/index.html").read_bytes() == b"one"
    assert signature(server, new) == "valid", "the rollback itself is signed with today's key"


@pytest.mark.parametrize("how", [ED25519, SM2, SSH], ids=["ed25519", "sm2", "ssh"])
def test_each_kind_of_key_signs(server: Path, site_folder: Path, tmp_path: Path, how: tuple[str, ...]) -> None:
    key = made(tmp_path / "key", how)
    put_out(server, site_folder, keys=(key,))
    assert signature(server, key) == "valid"
    data = (server / "current/release.json").read_bytes()
    signed = (server / "current/release.json.sig").read_bytes()
    assert not is_signed(data + b" ", signed, public_key(key))
    for other in (ED25519, SM2, SSH):
        assert not is_signed(data, signed, public_key(made(tmp_path / "other", other)))
        (tmp_path / "other").unlink()


def test_the_commands_of_the_handbook(server: Path, site_folder: Path, tmp_path: Path) -> None:
    """Signatures of OpenSSH and SM2 are checked without this program."""
    ssh, sm2 = made(tmp_path / "ssh", SSH), made(tmp_path / "sm2.pem", SM2)
    put_out(server, site_folder, keys=(ssh, sm2))
    (tmp_path / "allowed").write_bytes(b"zwgk " + public_key(ssh))
    (tmp_path / "sm2-pub.pem").write_bytes(public_key(sm2))
    folder = server / "current"
    commands = {
        f"ssh-keygen -Y verify -f {tmp_path}/allowed -I zwgk -n zwgk -s release.json.sig < release.json": 'Good "zwgk"',
        f"openssl pkeyutl -verify -pubin -inkey {tmp_path}/sm2-pub.pem -rawin -digest sm3 "
        "-in release.json -sigfile release.json.sig2": "Signature Verified Successfully",
    }
    for command, said in commands.items():
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
        assert said in done.stdout, done.stderr


def test_a_key_of_openssh_with_a_password_says_so(tmp_path: Path) -> None:
    locked = made(tmp_path / "key", ("ssh-keygen", "-q", "-t", "ed25519", "-N", "geheim", "-f"))
    with pytest.raises(PublishError, match="不是能用的私钥"):
        public_key(locked)
    with pytest.raises(PublishError, match="没能用"):
        sign(b"", locked)


def test_more_keys_than_there_is_room_for(server: Path, site_folder: Path, tmp_path: Path) -> None:
    built(site_folder, changed("one"))
    keys = [word for name in "abcd" for word in ("--key", made(tmp_path / name))]
    assert run("publish", server, "--site", site_folder, *keys, *TODAY) == 2
