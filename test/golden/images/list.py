"""What a container's root holds, as Python's tarfile reads `docker export`: one JSON row a path. Hard links as what they are."""
import hashlib, json, sys, tarfile

KINDS = {tarfile.REGTYPE: 'file', tarfile.LNKTYPE: 'file', tarfile.DIRTYPE: 'folder', tarfile.SYMTYPE: 'symlink',
         tarfile.FIFOTYPE: 'fifo', tarfile.CHRTYPE: 'charDevice', tarfile.BLKTYPE: 'blockDevice'}
# The engine puts these into every container.
OWN = {'.dockerenv', 'dev', 'etc', 'proc', 'sys'}
seen = {}
with tarfile.open(fileobj=sys.stdin.buffer, mode='r|') as tar:
    for entry in tar:
        name = entry.name.removeprefix('./').strip('/')
        if name == '' or name.split('/')[0] in OWN:
            continue
        row = {'path': name, 'kind': KINDS.get(entry.type, 'other'), 'mode': entry.mode & 0o7777,
               'uid': entry.uid, 'gid': entry.gid, 'size': entry.size}
        if entry.issym():
            row['target'] = entry.linkname
        if entry.isreg():
            row['digest'] = hashlib.sha256(tar.extractfile(entry).read()).hexdigest()
        if entry.islnk():
            first = seen[entry.linkname.removeprefix('./').strip('/')]
            row['size'], row['digest'] = first['size'], first['digest']
        seen[name] = row
print('\n'.join(json.dumps(seen[path]) for path in sorted(seen, key=lambda path: path.encode('utf8', 'surrogateescape'))))
