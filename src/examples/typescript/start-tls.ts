import { createDefaultContext, print } from "asyncio";
import { openConnection, startServer } from "asyncio";
import { run, SSLContext, type Streams } from "asyncio";

async function serve(...[reader, writer]: Streams) {
  print("server reads", await reader.readline());
  writer.write("go ahead\n");
  const tls = new SSLContext("server");
  tls.loadCertChain("localhost.pem");
  await writer.startTls(tls);
  print("server reads", await reader.readline());
  writer.write("welcome\n");
  writer.close();
}

async function main() {
  const host = "localhost";
  const smtp = await startServer(serve, host, 2525);
  const [reader, writer] = await openConnection(
    host, 2525,
  );
  writer.write("STARTTLS\n");
  print("client reads", await reader.readline());
  const tls = createDefaultContext();
  await writer.startTls(tls, { serverHostname: host });
  writer.write("password: swordfish\n");
  print("client reads", await reader.readline());
  writer.close();
  smtp.close();
}

run(main());
