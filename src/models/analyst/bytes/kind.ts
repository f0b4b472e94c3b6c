/** Python's `kind_of(raw)`: what a file is by its first bytes, or None where they tell nothing. */
export const KIND_OF = `KINDS = {b"\\x89PNG": "PNG picture", b"\\xff\\xd8\\xff": "JPEG picture", b"GIF8": "GIF picture", b"BM": "BMP picture",
         b"II*\\0": "TIFF picture", b"MM\\0*": "TIFF picture", b"%PDF": "PDF document", b"PK\\x05\\x06": "ZIP archive",
         b"\\xd0\\xcf\\x11\\xe0": "old Office document", b"\\x1f\\x8b": "gzip archive", b"BZh": "bzip2 archive",
         b"\\xfd7zXZ": "xz archive", b"7z\\xbc\\xaf": "7-Zip archive", b"Rar!": "RAR archive", b"SQLite format 3": "SQLite database",
         b"\\x7fELF": "Linux program", b"MZ": "Windows program", b"PAR1": "Parquet table", b"\\x89HDF": "HDF5 file",
         b"\\x93NUMPY": "NumPy array", b"ID3": "MP3 sound", b"OggS": "Ogg sound", b"fLaC": "FLAC sound", b"\\0asm": "WebAssembly program"}


def kind_of(raw):
    if raw.startswith(b"PK\\x03\\x04"):
        # Office documents are archives of a certain order
        insides = {b"word/": "Word document", b"ppt/": "PowerPoint document", b"xl/": "Excel workbook"}
        return next((kind for part, kind in insides.items() if part in raw), "ZIP archive")
    if raw.startswith(b"RIFF"):
        return {b"WEBP": "WebP picture", b"WAVE": "WAV sound", b"AVI ": "AVI film"}.get(raw[8:12])
    if raw[4:8] == b"ftyp":
        return "HEIF picture" if raw[8:11] in (b"hei", b"avi", b"mif") else "MP4 film"
    if raw[257:262] == b"ustar":
        return "tar archive"
    found = next((kind for magic, kind in KINDS.items() if raw.startswith(magic)), None)
    # Two letters may as well begin a text
    return found if found not in ("BMP picture", "Windows program") or b"\\0" in raw[:64] else None
`;
