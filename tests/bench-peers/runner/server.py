"""The transform runner's first generation as a process per run with pandas: what a run costs that starts with an
interpreter and `import pandas`. Nothing is kept between runs, as nothing is in the contract's own server; runs go side by side
up to the number given, which is more than that server does.

    server.py RUNS_AT_ONCE     prints its port and serves until stdin closes
"""

import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RUN = """
import inspect, json, sys, traceback
import pandas as pd
script, output, tables = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
scope = {}
exec(compile(open(script).read(), "script.py", "exec"), scope)
names = inspect.signature(scope["transform"]).parameters
try:
    frame = scope["transform"](**{name: pd.read_json(tables[name], lines=True) for name in names if name in tables})
except Exception as error:
    print(f"ERROR: Transform function failed: {error}", file=sys.stderr)
    traceback.print_exc()
    sys.exit(1)
frame.to_csv(output, index=False)
print(f"Successfully saved {len(frame)} rows to {output}")
"""
TURNS = threading.Semaphore(int(sys.argv[1]))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        folder = request["working_dir"]
        script, stdout, stderr, output = (os.path.join(folder, name) for name in ("script.py", "stdout.log", "stderr.log", "output.csv"))
        with open(script, "w") as file:
            file.write(request["code"])
        command = [sys.executable, "-c", RUN, script, output, json.dumps(request.get("table_mapping", {}))]
        with TURNS, open(stdout, "w") as out, open(stderr, "w") as err:
            started, timeout = time.monotonic(), False
            try:
                code = subprocess.run(command, stdout=out, stderr=err, timeout=request.get("timeout", 30)).returncode
            except subprocess.TimeoutExpired:
                code, timeout = -1, True
            took = time.monotonic() - started
        body = json.dumps({"exit_code": code, "execution_time": took, "timeout": timeout, "output_file": output}).encode()
        self.send_response(200 if code == 0 else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 256


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
