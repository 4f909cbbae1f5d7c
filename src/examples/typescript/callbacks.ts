import { EventLoop, print } from "asyncio";

const loop = new EventLoop();

function kettle() {
  print("the kettle is on");
  loop.callLater(3, whistle);
  loop.callSoon(toaster);
}

function toaster() {
  print("the bread is in");
  loop.callLater(2, pop);
}

function pop() {
  print("the toast is done");
}

function whistle() {
  print("the tea is ready");
  loop.stop();
}

loop.callSoon(kettle);
loop.runForever();
loop.close();
