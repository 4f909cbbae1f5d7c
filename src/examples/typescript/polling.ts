import { type EventLoop, type Future } from "asyncio";
import { getRunningLoop, print, run } from "asyncio";

const mailbox: string[] = [];

function postman() {
  print("the post is here");
  mailbox.push("a letter");
}

function look(loop: EventLoop, found: Future<string>) {
  if (mailbox.length > 0) {
    found.setResult(mailbox.pop()!);
  } else {
    print("nothing yet");
    const again = () => look(loop, found);
    loop.callLater(0.5, again, { name: "look" });
  }
}

async function main() {
  const loop = getRunningLoop();
  const found = loop.createFuture<string>();
  loop.callLater(1.1, postman);
  look(loop, found);
  print("read", await found);
}

run(main());
