import asyncio
import csv


def read_orders():
    with open("orders.csv", newline="") as file:
        return list(csv.reader(file))[1:]


def write_report(rows):
    with open("report.csv", "w", newline="") as file:
        csv.writer(file).writerows(rows)


async def pack(name, item, count):
    await asyncio.sleep(0.1 * int(count))
    print(name, "gets", count, item)
    return name, item, "packed"


async def main():
    orders = await asyncio.to_thread(read_orders)
    print(len(orders), "orders")
    jobs = [
        asyncio.create_task(pack(*order), name=order[0])
        for order in orders
    ]
    rows = await asyncio.gather(*jobs)
    await asyncio.to_thread(write_report, rows)


asyncio.run(main())
