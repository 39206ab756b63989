"""A PostgreSQL server of a test's own, as postgrescluster.h is for the tests in C++."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.parse

PATIENCE = 60  # seconds


class PostgresCluster:
    """Made and started; stop() ends it and removes its files. The system's clusters are never touched."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aria-pg-"))
        found = [shutil.which("postgres"), *sorted(map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres")))]
        found = [path for path in found if path]
        if not found:
            raise SystemExit("PostgreSQL's server is missing: run packaging/install-deps")
        self.binaries = pathlib.Path(found[-1]).resolve().parent
        self._user = {}
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            self._user = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(self.folder, "postgres", "postgres")
        data = self.folder / "data"
        subprocess.run([self.binaries / "initdb", "-D", data, "-U", "aria", "-A", "trust", "-E", "UTF8", "--no-sync",
                        "--locale=C.UTF-8"], check=True, cwd=self.folder, stdout=subprocess.DEVNULL, **self._user)
        self._server = subprocess.Popen(
            [self.binaries / "postgres", "-D", data, "-k", self.folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._user)
        end = time.monotonic() + PATIENCE
        while subprocess.run([self.binaries / "createdb", "-h", self.folder, "-U", "aria", "aria"],
                             stderr=subprocess.DEVNULL, check=False).returncode:
            if time.monotonic() > end:
                self.stop()
                raise AssertionError("PostgreSQL did not start")
            time.sleep(0.05)
        self.url = "postgresql://aria@" + urllib.parse.quote(str(self.folder), safe="") + "/aria"

    def query(self, sql):
        """One column, as a list of texts. Rows with line breaks are split: ask for them quoted."""
        done = subprocess.run([self.binaries / "psql", "-h", self.folder, "-U", "aria", "-X", "-q", "-A", "-t",
                               "-v", "ON_ERROR_STOP=1", "-f", "-", "aria"], check=True, capture_output=True, input=sql.encode())
        return done.stdout.decode(errors="replace").splitlines()

    def stop(self):
        self._server.terminate()
        try:
            self._server.wait(5)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
