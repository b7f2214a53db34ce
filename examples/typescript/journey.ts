// What a front end does all day, against `./run serve`: sends a referral twice, reads a caseload and a file, changes it.
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { ProblemError, answered, connect, rows, versionOf, type Schemas } from "./client.ts";

const root = new URL("../../", import.meta.url);
const baseUrl = process.env["EARLYBRIDGE_URL"] ?? "http://127.0.0.1:8000";

function signedInAs(who: string) {
  const token = execFileSync("./run", ["token", "--as", who], { cwd: root, encoding: "utf8" }).trim();
  return connect(baseUrl, async () => token);
}

const referral = JSON.parse(readFileSync(new URL("examples/01-referral.json", root), "utf8")) as Schemas["ReferralCreate"];
const agency = signedInAs("agency");
const key = { "Idempotency-Key": randomUUID() };
for (const time of ["first", "second"]) {
  const receipt = answered(await agency.POST("/v1/referrals", { params: { header: key }, body: referral }));
  console.log(`sent the ${time} time: ${receipt.receipt_number}, received on ${receipt.received_on}`);
}

const coordinator = signedInAs("coordinator");
const caseload: Schemas["StudentRow"][] = [];
const page = async (cursor: string | undefined) =>
  answered(await coordinator.GET("/v1/students", { params: { query: { limit: 10, ...(cursor && { cursor }) } } }));
for await (const student of rows(page)) caseload.push(student);
console.log(`${caseload.length} children on the caseload`);

const first = caseload[0];
if (first === undefined) throw new Error("this coordinator has no children yet");
const path = { student_id: first.id };
const file = await coordinator.GET("/v1/students/{student_id}", { params: { path } });
for (const owed of answered(file).deadlines.filter((deadline) => deadline.state === "open")) {
  console.log(`owed by ${owed.due_on}: ${owed.rule_id}`);
}

const seen = { path, header: { "If-None-Match": versionOf(file) } };
const again = await coordinator.GET("/v1/students/{student_id}", { params: seen });
console.log(`read again: ${again.response.status}`);

try {
  const body = { languages: ["es", "en"] };
  const stale = { path, header: { "If-Match": '"0"' } };
  answered(await coordinator.PATCH("/v1/students/{student_id}", { params: stale, body }));
} catch (problem) {
  if (!(problem instanceof ProblemError)) throw problem;
  console.log(`somebody was faster: ${problem.code}`);
}
