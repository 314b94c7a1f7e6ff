"""The client against a server that answers as it is told."""

import json
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer

from sandtable_runner import Client, RunnerError, execute_code, get_status, read_output_file


class Handler(BaseHTTPRequestHandler):
    answers = {}
    asked = []

    def answer(self):
        length = int(self.headers.get("Content-Length", 0))
        Handler.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        status, body = Handler.answers[self.path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Handler.answers.clear()
        Handler.asked.clear()

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()

    def test_a_run_is_asked_for_as_the_contract_has_it(self):
        Handler.answers["/execute"] = (200, b'{"exit_code": 0, "request_id": "a"}')
        answer = Client(self.url, token="t").execute_code("x", "/tmp/work", 5, {"orders": "/tmp/o.jsonl"}, memory_mb=64)
        self.assertEqual(answer, {"exit_code": 0, "request_id": "a"})
        method, path, headers, body = Handler.asked[0]
        self.assertEqual((method, path, headers["Authorization"]), ("POST", "/execute", "Bearer t"))
        wanted = {"code": "x", "working_dir": "/tmp/work", "timeout": 5, "table_mapping": {"orders": "/tmp/o.jsonl"}, "memory_mb": 64}
        self.assertEqual(json.loads(body), wanted)

    def test_another_exit_code_is_an_answer_and_no_run_is_an_error(self):
        Handler.answers["/execute"] = (500, b'{"exit_code": 1}')
        self.assertEqual(execute_code("x", "/tmp", url=self.url)["exit_code"], 1)
        Handler.answers["/execute"] = (503, b'{"error": "Server is at capacity, please retry later", "queue_size": 10}')
        with self.assertRaises(RunnerError) as raised:
            execute_code("x", "/tmp", url=self.url)
        self.assertEqual((raised.exception.status, raised.exception.body["queue_size"]), (503, 10))
        Handler.answers["/execute"] = (502, b"<html>")
        with self.assertRaisesRegex(RunnerError, "no JSON object"):
            execute_code("x", "/tmp", url=self.url)

    def test_status(self):
        Handler.answers["/status"] = (200, b'{"healthy": true}')
        self.assertEqual(get_status(self.url), {"healthy": True})
        Handler.answers["/status"] = (401, b'{"error": "no token"}')
        with self.assertRaisesRegex(RunnerError, "no token"):
            get_status(self.url)

    def test_files_are_read_as_they_were_written(self):
        with tempfile.NamedTemporaryFile("wb", suffix=".csv") as file:
            file.write("a\n\"l\r\nl\"\né\n".encode())
            file.flush()
            self.assertEqual(read_output_file({"output_file": file.name}), "a\n\"l\r\nl\"\né\n")
        self.assertIsNone(read_output_file({"exit_code": 1}))

    def test_what_is_no_server_is_said(self):
        with self.assertRaisesRegex(RunnerError, "cannot be reached"):
            get_status("http://127.0.0.1:1")
        with self.assertRaises(ValueError):
            Client("file:///etc/passwd")


if __name__ == "__main__":
    unittest.main()
