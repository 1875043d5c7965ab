// The HTTP API, which has the rules: the pages can do no more than any other program.

const API = "/api/v1";

/** The answer of the API; an Error in words for people, where it refuses. */
export async function call(path, method = "GET", body = undefined) {
  const json = body !== undefined && !(body instanceof FormData);
  const answer = await fetch(API + path, {
    method,
    headers: json ? { "Content-Type": "application/json" } : {},
    body: json ? JSON.stringify(body) : body,
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  const problem = told.error ?? told;
  const words = [problem.what ?? problem.detail ?? problem.title ?? answer.status, problem.remedy];
  throw new Error(words.filter(Boolean).join("。"));
}
