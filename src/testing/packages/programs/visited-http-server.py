from http.server import BaseHTTPRequestHandler, HTTPServer

class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Hello")

    def log_message(self, text, *values):
        print(text % values)

try:
    HTTPServer(("127.0.0.1", 8000), Hello).serve_forever()
except KeyboardInterrupt:
    print("bye")
