import logging
from flask import Flask, request

logging.getLogger("werkzeug").setLevel(logging.ERROR)
app = Flask(__name__)

@app.route("/")
def hello():
    print(request.method, request.path)
    return "Hello"

app.run(port=5000)
print("bye")
