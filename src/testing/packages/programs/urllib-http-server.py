import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/" else 404)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(body.upper())

    def log_message(self, text, *values):
        pass

with ThreadingHTTPServer(("127.0.0.1", 8000), Answer) as server:
    threading.Thread(target=server.serve_forever).start()
    url = "http://127.0.0.1:8000/"
    with urllib.request.urlopen(url) as response:
        print(response.status, response.read())
    with urllib.request.urlopen(url, data=b"ada") as response:
        print(response.status, response.read())
    try:
        urllib.request.urlopen(f"{url}nowhere")
    except urllib.error.HTTPError as error:
        print(error)
    server.shutdown()
print("end")
