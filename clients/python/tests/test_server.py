"""The eight tests of the contract, by the client, against a real server: SANDTABLE_BIN, SANDTABLE_LANGUAGES."""

import json
import os
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from sandtable_runner import Client, RunnerError

HELLO = "import pandas as pd\ndef transform():\n    print('Hello, World!')\n    return pd.DataFrame({'result': [1, 2, 3]})"


class ServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = Path(cls.folder.name, "work").resolve()
        cls.root.mkdir()
        data = Path(cls.folder.name, "data")
        command = [os.environ["SANDTABLE_BIN"], "serve", "--listen", "127.0.0.1:0", "--data-dir", data, "--runner-root", cls.root]
        cls.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = cls.server.stdout.readline()
        assert line.startswith("listening on "), line
        cls.client = Client(line.split()[-1])

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait()
        cls.server.stdout.close()
        cls.folder.cleanup()

    def work(self):
        return tempfile.mkdtemp(dir=self.root)

    def run_code(self, code, **more):
        return self.client.execute_code(code, self.work(), **more)

    def test_server_health_check(self):
        status = self.client.get_status()
        self.assertEqual((status["healthy"], status["max_queue_size"]), (True, 10))

    def test_basic_transform_execution(self):
        answer = self.run_code(HELLO)
        self.assertEqual((answer["exit_code"], answer["timeout"]), (0, False))
        self.assertEqual(self.client.read_output_file(answer), "result\n1\n2\n3\n")
        self.assertTrue(self.client.read_stdout(answer).startswith("Hello, World!\n"))

    def test_error_handling(self):
        answer = self.run_code("def transform():\n    raise ValueError('This is a test error')")
        self.assertEqual(answer["exit_code"], 1)
        self.assertIn("ERROR: Transform function failed: This is a test error", self.client.read_stderr(answer))
        self.assertIsNone(self.client.read_output_file(answer))

    def test_timeout_enforcement(self):
        answer = self.run_code("def transform():\n    while True:\n        pass", timeout=1)
        self.assertEqual((answer["exit_code"], answer["timeout"], answer["execution_time"]), (-1, True, 1.0))

    def test_json_processing(self):
        code = "import json\nimport pandas as pd\ndef transform():\n    return pd.DataFrame(json.loads('[{\"a\": 1}, {\"a\": 2}]'))"
        self.assertEqual(self.client.read_output_file(self.run_code(code)), "a\n1\n2\n")

    def test_transform_with_parameters(self):
        table = Path(self.work(), "orders.jsonl")
        table.write_text("".join(json.dumps(row) + "\n" for row in [{"id": 1, "amount": 5}, {"id": 2, "amount": 7}]))
        code = "def transform(orders):\n    return orders[orders['amount'] > 6]"
        answer = self.run_code(code, table_mapping={"orders": str(table)})
        self.assertEqual(self.client.read_output_file(answer), "id,amount\n2,7\n")

    def test_metrics_tracking(self):
        before = self.client.get_status()["metrics"]
        self.run_code(HELLO)
        after = self.client.get_status()["metrics"]
        self.assertGreater(after["total_requests"], before["total_requests"])
        self.assertGreater(after["completed"], before["completed"])

    def test_concurrent_request_queuing(self):
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.run_code(HELLO))) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([answer["exit_code"] for answer in answers], [0] * 5)

    def test_what_is_no_request_is_no_run(self):
        with self.assertRaisesRegex(RunnerError, "code and working_dir are required"):
            self.client.execute_code("", self.work())


if __name__ == "__main__":
    unittest.main()
