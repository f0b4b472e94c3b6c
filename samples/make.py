"""Makes the samples that are made of others; see README.md. Runs in the sandbox, with the folder's files given to it."""

import datetime
import io
import zipfile

import matplotlib.pyplot as plt
import pandas as pd
from docx import Document
from matplotlib.backends.backend_pdf import PdfPages
from pypdf import PdfReader, PdfWriter

# Fixed, so that making a file again gives the same bytes
WHEN = datetime.datetime(2024, 1, 1)
TITLE, AUTHOR = "Palmer Archipelago penguins", "Code Interpreter samples"
SOURCE = "Gorman, Williams and Fraser 2014, CC0, from the PyPI package palmerpenguins."

penguins = pd.read_csv("penguins.csv")
counts = penguins.groupby(["species", "year"]).size().rename("penguins").reset_index()
measures = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
means = penguins.groupby("species")[measures].mean().round(1).reset_index()


def put(archive, name, content):
    entry = zipfile.ZipInfo(name, WHEN.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def make_workbook():
    with pd.ExcelWriter("penguins.xlsx", engine="xlsxwriter") as book:
        book.book.set_properties({"created": WHEN, "title": TITLE})
        for island, part in penguins.groupby("island"):
            part.to_excel(book, sheet_name=island, index=False)
        counts.to_excel(book, sheet_name="Counts", index=False, startrow=2)
        book.sheets["Counts"].write(0, 0, "Penguins counted, by species and year")


def make_archive():
    with open("seattle-weather.csv") as file:
        header, *days = file.readlines()
    with zipfile.ZipFile("seattle-weather.zip", "w") as archive:
        for year in ["2012", "2013", "2014", "2015"]:
            put(archive, f"weather-{year}.csv", header + "".join(day for day in days if day.startswith(year)))
        put(archive, "README.txt", "NOAA daily weather, Seattle, one file a year; public domain, from vega_datasets.\n")


def make_picture():
    title = "Gapminder: life expectancy by continent"
    figure, axes = plt.subplots(figsize=(6.4, 4), dpi=100, layout="constrained")
    pd.read_csv("gapminder.csv").groupby(["year", "continent"])["lifeExp"].mean().unstack().plot(ax=axes)
    axes.set_ylabel("mean life expectancy, years")
    axes.set_title(title)
    figure.savefig("gapminder.png", metadata={"Software": None, "Title": title})
    plt.close(figure)


def make_pdf():
    plt.rcParams["pdf.fonttype"] = 42
    about = [
        "Three species of penguins were measured on three islands of the",
        "Palmer Archipelago, Antarctica, from 2007 to 2009.",
        "",
        f"The data set holds {len(penguins)} penguins.",
        "Source: Gorman, Williams and Fraser 2014, CC0, from palmerpenguins.",
    ]
    tables = [frame.to_string(index=False, col_space=14).splitlines() for frame in (means, counts)]
    pages = {TITLE: about, "Means by species": tables[0], "Penguins by species and year": tables[1]}
    metadata = {"Title": TITLE, "Author": AUTHOR, "CreationDate": WHEN, "Producer": None, "Creator": None}
    drawn = io.BytesIO()
    with PdfPages(drawn, metadata=metadata) as pdf:
        for title, lines in pages.items():
            page = plt.figure(figsize=(8.27, 11.69))
            page.text(0.1, 0.93, title, size=18, weight="bold")
            page.text(0.1, 0.89, "\n".join(lines), size=10, family="monospace", va="top", linespacing=1.5)
            pdf.savefig(page)
            plt.close(page)
    writer = PdfWriter(clone_from=PdfReader(drawn))
    for number, title in enumerate(pages):
        writer.add_outline_item(title=title, page_number=number)
    writer.write("penguins.pdf")


def make_document():
    document = Document()
    about = document.core_properties
    about.title, about.author, about.created, about.modified = TITLE, AUTHOR, WHEN, WHEN
    document.add_heading(TITLE, 0)
    document.add_paragraph(
        f"Three species of penguins were measured on three islands from 2007 to 2009: {len(penguins)} penguins in all."
    )
    document.add_heading("Means by species", 1)
    table = document.add_table(1, means.shape[1])
    for cell, name in zip(table.rows[0].cells, means.columns):
        cell.text = name
    for row in means.itertuples(index=False):
        for cell, value in zip(table.add_row().cells, row):
            cell.text = str(value)
    document.add_heading("Source", 1)
    document.add_paragraph(SOURCE)
    saved = io.BytesIO()
    document.save(saved)
    # Its parts carry the time of saving
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile("penguins.docx", "w") as archive:
        for name in parts.namelist():
            put(archive, name, parts.read(name))


make_workbook()
make_archive()
make_picture()
make_pdf()
make_document()
