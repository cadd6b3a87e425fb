"""A second verifier of Balm's journal, by docs/journal.md alone. Shares nothing with Balm.

usage: second_verifier.py [--anchor CODE] PATH...     (a folder of segments, or JSON Lines)
Prints one line for each path: "PATH ok N HASH", "PATH torn N HASH", "PATH bad ENTRY WHY".
"""
import datetime, glob, hashlib, json, os, struct, sys

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
def sha(data): return hashlib.sha256(data).digest()
class Bad(Exception): pass

class Chain:
    """Each link follows the one before: store, numbers, hashes, times."""
    def __init__(self):
        self.store, self.segment, self.seq, self.head, self.at, self.hashes = None, 0, 0, bytes(32), None, {}
    def begin(self, store, segment, file_number, form, first, previous):
        if segment != self.segment + 1 or file_number != segment: raise Bad("segment order")
        goes_on = first == self.seq + 1 and previous == self.head
        after_gap = form == 2 and first > self.seq + 1
        if self.store not in (None, store) or not (goes_on or after_gap): raise Bad("segment chain")
        self.store, self.segment, self.seq, self.head = store, segment, first - 1, previous
    def entry(self, data, digest):
        if sha(data) != digest: raise Bad("hash")
        seq, at = struct.unpack(">Qq", data[33:49])
        if data[0] != 1: raise Bad("entry format")
        if data[1:33] != self.head: raise Bad("chain")
        if seq != self.seq + 1 or (self.at is not None and at <= self.at): raise Bad("sequence")
        self.seq, self.at, self.head = seq, at, digest
        self.hashes[seq] = digest

def read_segments(folder, chain):
    names = sorted(glob.glob(os.path.join(folder, "*.balmlog")))
    if not names: raise Bad("no segments")
    for name in names:
        data = open(name, "rb").read()
        head, digest = data[:96], data[96:128]
        if head[:8] != b"BALMLOG\n" or sha(head) != digest: raise Bad("header")
        form, store, segment, first, previous = struct.unpack(">I16sIQ32s", head[8:72])
        chain.begin(store, segment, int(os.path.basename(name).split(".")[0]), form, first, previous)
        at = 128
        while at < len(data):
            length, inverted = struct.unpack(">II", (data[at:at + 8] + bytes(8))[:8])
            if length != inverted ^ 0xFFFFFFFF and len(data) - at >= 8: raise Bad("length")
            if len(data) - at < 8 + length + 32:
                if name == names[-1]: return True
                raise Bad("cut short")
            chain.entry(data[at + 8:at + 8 + length], data[at + 8 + length:at + 40 + length])
            at += 40 + length
    return False

def read_lines(path, chain):
    for line in open(path, encoding="utf-8"):
        it = json.loads(line)
        if "segment" in it:
            chain.begin(it["store"], it["segment"], it["segment"], it["format"], it["first_entry"], bytes.fromhex(it["previous"]))
            continue
        day = datetime.date.fromisoformat(it["business_date"]).toordinal()
        data = b"\x01" + bytes.fromhex(it["previous"]) + struct.pack(">QqiH", it["entry"], it["at_ms"], day, it["register"])
        if it["operator"] is None: data += b"\0"
        else:
            desk, number = it["operator"].split("-")
            data += b"\1" + struct.pack(">Q", int(desk) << 40 | int(number))
        for text in (it["request_id"], it["request"]):
            data += struct.pack(">H", len(text.encode())) + text.encode()
        data += struct.pack(">I", len(it["changes"]))
        for change in it["changes"]:
            key = bytes.fromhex(change["key"])
            data += struct.pack(">H", len(key)) + key
            if change["value"] is None: data += b"\0"
            else:
                value = bytes.fromhex(change["value"])
                data += b"\1" + struct.pack(">I", len(value)) + value
        chain.entry(data, bytes.fromhex(it["hash"]))
    return False

def check_anchor(code, chain):
    values = [LETTERS.index(letter) for letter in code.replace("-", "").upper()]
    total = 0
    for value in values:
        total = (total << 1 ^ (0b100101 if total & 16 else 0)) ^ value
    if total or len(values) != 20: raise SystemExit("mistyped anchor")
    number = int("".join(f"{value:05b}" for value in values[:19]), 2)
    count, head = number >> 64, number & (1 << 64) - 1
    if int.from_bytes(chain.hashes.get(count, bytes(8))[:8], "big") != head: raise Bad("anchor")

anchor, paths = (sys.argv[2], sys.argv[3:]) if sys.argv[1] == "--anchor" else (None, sys.argv[1:])
for path in paths:
    chain = Chain()
    try:
        torn = (read_segments if os.path.isdir(path) else read_lines)(path, chain)
        if anchor: check_anchor(anchor, chain)
        print(path, "torn" if torn else "ok", chain.seq, chain.head.hex())
    except Bad as why:
        print(path, "bad", chain.seq + 1, why)
