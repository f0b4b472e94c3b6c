import { afterAll, beforeAll, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";
import { cities, lines } from "../tables.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const KOREAN = `이름,성별,매출\n${lines(12, (row) => `${["김철수", "이영희", "똠방각하"][row % 3]},${row % 2 ? "남" : "여"},${100 + row}`)}`;
const JAPANESE = `名前,性別,売上\n${lines(12, (row) => `${["田中さん", "鈴木①", "佐藤"][row % 3]},${row % 2 ? "男" : "女"},${100 + row}`)}`;
const CHINESE = "姓名,城市,销售\n张三,北京,10\n李四,上海,20\n王五,广州,30\n";
const RUSSIAN = "Имя,Город,Сумма\nИван,Москва,10\nОльга,Казань,20\nЁлка,Тверь,30\n";
const SPANISH = "ciudad,n\nMálaga,1\nCádiz,2\nCórdoba,3\nÁvila,4\n";

it.each([
  ["UTF-8 with a byte order mark", cities(), "utf-8-sig", "city", "City 0"],
  ["UTF-16", cities("\t"), "utf-16", "city", "City 0"],
  ["Korean CP949, with letters that older sets lack", KOREAN, "cp949", "이름", "똠방각하"],
  ["Japanese Shift-JIS", JAPANESE, "cp932", "名前", "田中さん"],
  ["Chinese GBK", CHINESE, "gbk", "城市", "北京"],
  ["Russian Windows-1251", RUSSIAN, "cp1251", "Город", "Москва"],
  ["Windows-1252", "Straße,Preis\n„Ring“ – 5 €,1\nÜber,2\n", "cp1252", "Straße", "„Ring“ – 5 €"],
  ["Latin-1, where a letter could begin a Japanese one", SPANISH, "latin-1", "ciudad", "Málaga"],
  [
    "Latin-1 with a degree sign only",
    `city,temp (°C)\n${lines(9, (row) => `c,${row}`)}`,
    "latin-1",
    "temp (°C)",
    "c",
  ],
])("a table in %s is read right and cleaned into UTF-8", async (_, text, encoding, header, cell) => {
  const { answer, cells } = await lab.ask("Analyze it", { "t.csv": await lab.encode(text, encoding) });
  const rows = text.trimEnd().split("\n").length - 1;
  expect(answer).toContain(`${rows} rows`);
  expect(answer).toContain(header);
  const cleaned = await lab.read("t-clean.csv");
  expect(cleaned.split("\n")[0]).toContain(header);
  expect(cleaned).toContain(cell);
  expect(cleaned).not.toMatch(/\uFFFD|\uFEFF/);
  expect(cells.filter(({ failed }) => failed).length).toBeLessThanOrEqual(1);
});

it("a text file in CP949 is looked through in its own letters", async () => {
  const text = `안녕하세요 여러분\n${lines(5, () => "보고서 보고서")}`;
  const { answer, outputs } = await lab.ask("Look", { "note.txt": await lab.encode(text, "cp949") });
  expect(answer).toContain("**note.txt** has 6 lines, 12 words");
  expect(JSON.stringify(outputs)).toContain("보고서");
});
