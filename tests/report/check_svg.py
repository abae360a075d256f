#!/usr/bin/env python3
"""check_svg.py FILE: whether the file is well-formed XML and a picture by itself; prints its size, title and words."""
import sys
import xml.etree.ElementTree

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


def main():
    root = xml.etree.ElementTree.parse(sys.argv[1]).getroot()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    links = [element.get(LINK) for element in root.iter() if element.get(LINK)]
    faults = []
    if root.tag != SVG + "svg":
        faults.append(f"the root is {root.tag}")
    if len(set(ids)) != len(ids):
        faults.append("an id stands twice")
    if any(not link.startswith("#") or link[1:] not in ids for link in links):
        faults.append("a link leads nowhere")
    if any(element.tag == SVG + "script" for element in root.iter()):
        faults.append("a script")
    titles = [element.text for element in root.iter(SVG + "title")]
    print(root.get("width"), root.get("height"), root.get("viewBox"))
    print("title:", *(title or "" for title in titles))
    for element in root.iter(SVG + "text"):
        print((element.text or "").strip())
    print("\n".join(faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
