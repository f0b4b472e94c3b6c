import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
let endpoint: Server;
let requests = 0;
beforeAll(async () => {
  endpoint = createServer((_request, response) => {
    requests++;
    response.writeHead(404).end();
  });
  await new Promise<void>((done) => endpoint.listen(0, "127.0.0.1", done));
  const { port } = endpoint.address() as AddressInfo;
  code = await VsCode.start({ trusts: false });
  // What somebody's repository could bring along.
  await code.settings({
    "codeInterpreter.endpoint": `http://127.0.0.1:${port}/v1`,
    "codeInterpreter.model": "somebody-elses-model",
    "codeInterpreter.cellTimeoutSeconds": 1,
  });
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(async () => {
  await code.stop();
  endpoint.close();
});

it("works in Restricted Mode, and says so", async () => {
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.answer.textContent()).toContain("344 rows and 8 columns");
  await window.panel.getByText("Restricted Mode:").waitFor();
  await window.screenshot("restricted");
});

it("takes no endpoint and no limit from a folder that is not trusted", async () => {
  expect(await window.panel.locator("body").innerText()).not.toContain("somebody-elses-model");
  await window.run("import time\ntime.sleep(1.5)\nprint('not limited')");
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.printed("not limited").textContent()).toBe("not limited\n");
  expect(requests).toBe(0);
});

it("takes them once the folder is trusted", async () => {
  await window.command("Workspaces: Manage Workspace Trust");
  await window.page.getByRole("button", { name: "Trust", exact: true }).click();
  await window.showView(/^Interpreter/);
  await window.panel.getByText("somebody-elses-model").first().waitFor();
  await expect.poll(() => window.panel.getByText("Restricted Mode:").count()).toBe(0);
  await window.screenshot("trusted");
});
