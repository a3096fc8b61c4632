"""The packaged server in a folder, asked as a browser or a program asks it."""
import http.client, json, os, re, subprocess, sys, time

from process import STEWARD


class Server:
    """The packaged server in a folder."""

    def __init__(self, folder):
        self.env = dict(os.environ, STEWARD_HOME=os.path.join(folder, 'state'))
        self.env.pop('STEWARD_CONFIG', None)
        self.folder, self.log = folder, os.path.join(folder, 'serve.log')
        self.start = time.monotonic()
        with open(self.log, 'w') as out:
            self.process = subprocess.Popen([STEWARD, 'serve', '--port', '0'], cwd=folder, env=self.env, stdout=out, stderr=subprocess.STDOUT,
                                            stdin=subprocess.DEVNULL)
        self.port = int(self.wait(r'Steward serves http://localhost:(\d+)'))
        self.up = time.monotonic() - self.start

    def wait(self, pattern):
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            with open(self.log) as f:
                found = re.search(pattern, f.read())
            if found:
                return found.group(1)
            time.sleep(0.01)
        sys.exit('The server did not start:\n' + open(self.log).read())

    def resident(self):
        with open('/proc/%d/status' % self.process.pid) as f:
            return int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1)) // 1024

    def cpu(self):
        """Seconds of CPU time so far."""
        with open('/proc/%d/stat' % self.process.pid) as f:
            words = f.read().rsplit(')', 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf('SC_CLK_TCK')

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def ask(connection, path):
    """Milliseconds until the last byte; the body."""
    begun = time.perf_counter()
    connection.request('GET', path, headers={'Accept': 'application/json' if path.startswith('/api') else 'text/html'})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - begun) * 1000
    if answer.status != 200:
        sys.exit('%s answered %d: %s' % (path, answer.status, body[:300]))
    return took, body


def share(times, part):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
