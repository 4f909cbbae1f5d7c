"""Records what the programs of `corpus.txt` print on native CPython with OpenSSL, over real loopback, into
`native.json`.

    python3 src/testing/tls/record-native.py [part of a name]

The programs name certificates by files. Here these are real ones, made by `openssl` for the time of the recording;
in a page they are missing, and stand-ins of the same names take their places (`stand-in.ts`).
"""

import importlib
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
OWN_NAMES = "DNS:localhost,DNS:loopscope,IP:127.0.0.1,IP:::1"
CA = "-addext", "keyUsage=critical,keyCertSign,cRLSign"
CONFIG = """
[ca]
default_ca = simulated
[simulated]
new_certs_dir = .
database = index.txt
rand_serial = yes
default_md = sha256
policy = policy
copy_extensions = copy
x509_extensions = extensions
[policy]
commonName = supplied
[extensions]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def openssl(*args):
    subprocess.run(["openssl", *args], check=True, capture_output=True)


def request(name, names):
    """The arguments of `openssl req` for a certificate."""
    return *("req", "-new", "-key", "key.pem", "-subj", f"/CN={name}"), "-addext", f"subjectAltName={names}"


def make_certificates():
    """Makes the files that the programs name, in the current folder."""
    openssl("genrsa", "-out", "key.pem", "2048")
    openssl("req", "-x509", "-key", "key.pem", "-days", "3650", "-subj", "/CN=Loopscope simulated CA", "-out", "ca.pem", *CA)
    pathlib.Path("openssl.cnf").write_text(CONFIG)
    pathlib.Path("index.txt").write_text("")
    pathlib.Path("index.txt.attr").write_text("unique_subject = no\n")
    own = "localhost", OWN_NAMES
    issued = ("cert.pem", *own, "351231000000Z"), ("expired.pem", *own, "251231000000Z")
    for file, name, names, end in *issued, ("example.org.pem", "example.org", "DNS:example.org", "351231000000Z"):
        openssl(*request(name, names), "-out", "request")
        dates = "-startdate", "250101000000Z", "-enddate", end
        made = "-config", "openssl.cnf", "-cert", "ca.pem", "-keyfile", "key.pem", "-in", "request", "-out", file
        openssl("ca", "-batch", "-notext", *dates, *made)
    openssl(*request(*own), "-x509", "-days", "3650", "-out", "self-signed.pem")


def main():
    sys.path.insert(0, str(HERE.parent / "sockets"))
    recorder = importlib.import_module("record-native")
    recorder.HERE, recorder.RUNS = HERE, 3
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        make_certificates()
        # What a client trusts by default.
        os.environ["SSL_CERT_FILE"] = f"{folder}/ca.pem"
        recorder.main()


if __name__ == "__main__":
    main()
