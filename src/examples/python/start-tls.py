import asyncio
import ssl


async def serve(reader, writer):
    print("server reads", await reader.readline())
    writer.write(b"go ahead\n")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain("localhost.pem")
    await writer.start_tls(tls)
    print("server reads", await reader.readline())
    writer.write(b"welcome\n")
    writer.close()


async def main():
    host = "localhost"
    smtp = await asyncio.start_server(serve, host, 2525)
    reader, writer = await asyncio.open_connection(
        host, 2525
    )
    writer.write(b"STARTTLS\n")
    print("client reads", await reader.readline())
    tls = ssl.create_default_context()
    await writer.start_tls(tls, server_hostname=host)
    writer.write(b"password: swordfish\n")
    print("client reads", await reader.readline())
    writer.close()
    smtp.close()


asyncio.run(main())
