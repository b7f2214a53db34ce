// The API as a front end would call it. All types come from the contract: schema.d.ts is generated, never edited.
import createClient, { type Client, type Middleware } from "openapi-fetch";

import type { components, paths } from "./schema.d.ts";

export type Schemas = components["schemas"];
export type Earlybridge = Client<paths>;

/** What the service said instead of an answer (RFC 9457); `code` is the last part of its `type`. */
export class ProblemError extends Error {
  readonly problem: Schemas["Problem"];

  constructor(problem: Schemas["Problem"]) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`);
    this.name = "ProblemError";
    this.problem = problem;
  }

  get code(): string {
    return this.problem.type.split("/").at(-1) ?? "";
  }
}

/** A client for one account; `token` is asked before each request, so that it may be renewed meanwhile. */
export function connect(baseUrl: string, token: () => Promise<string>): Earlybridge {
  const authorize: Middleware = {
    async onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${await token()}`);
      return request;
    },
  };
  const client = createClient<paths>({ baseUrl });
  client.use(authorize);
  return client;
}

/** The answer's body, or its problem thrown. */
export function answered<Data>(answer: { data?: Data; error?: Schemas["Problem"]; response: Response }): Data {
  if (answer.error !== undefined) throw new ProblemError(answer.error);
  if (answer.data === undefined) throw new TypeError(`${answer.response.status} without a body`);
  return answer.data;
}

/** The version to send as If-Match with a change, or as If-None-Match to read on. */
export function versionOf(answer: { response: Response }): string {
  const etag = answer.response.headers.get("ETag");
  if (etag === null) throw new TypeError("this answer has no version");
  return etag;
}

type Page<Row> = { items: Row[]; next_cursor: string | null };

/** Every row of a list, page after page. */
export async function* rows<Row>(page: (cursor: string | undefined) => Promise<Page<Row>>): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const { items, next_cursor } = await page(cursor);
    yield* items;
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
}
