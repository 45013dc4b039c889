import { type Html, html, nothing } from './html.ts'

export interface Visitor {
  readonly name: string
  readonly accountName: string
  readonly severalAccounts: boolean
}

/** The page around the content: banner, navigation of the signed-in member, main, footer. */
export function page(title: string, visitor: Visitor | null, content: Html): string {
  const account = visitor
    ? html`<nav aria-label="Your account">
        <span>${visitor.name}, <strong>${visitor.accountName}</strong></span>
        ${visitor.severalAccounts ? html`<a href="/accounts">Change account</a>` : nothing}
        <form method="post" action="/sign-out"><button class="plain">Sign out</button></form>
      </nav>`
    : nothing
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - Paintworks portal</title>
<link rel="icon" href="data:,">
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><a class="brand" href="/">Paintworks <span>downloads</span></a>${account}</header>
<main id="content"><h1>${title}</h1>
${content}
</main>
<footer>This is the sandbox of an entitlement platform. Paintworks Software is invented; so is everybody here.</footer>
</body>
</html>`.html
}

const style = `
:root{--ink:#1d2430;--quiet:#56606f;--paper:#fff;--ground:#f4f6f8;--line:#d5dae1;--accent:#0b5c8a;--on-accent:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf1;--quiet:#a6b0be;--paper:#1b212a;--ground:#12161c;--line:#353e4a;--accent:#7cc4ee;--on-accent:#0d1b26}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,footer,main{max-width:1000px;margin:0 auto;padding:16px 24px}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center;justify-content:space-between}
nav{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;font-size:14px}
a{color:var(--accent)}
.brand{font-weight:700;font-size:20px;text-decoration:none;color:var(--ink)}
.brand span{font-weight:400;color:var(--quiet)}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:8px;background:var(--paper);padding:8px 12px}
h1{font-size:28px;line-height:1.25;margin:8px 0 16px}h2{font-size:20px;margin:32px 0 12px}h3{font-size:16px;margin:0}h3 .quiet,h2 .quiet{font-weight:400}
form{margin:0}
p{margin:0 0 12px;max-width:42em}
.quiet,footer,caption,td small{color:var(--quiet);font-size:14px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:16px;margin:0 0 16px}
.card>header{padding:0;margin:0 0 8px;max-width:none}
.people{list-style:none;margin:0;padding:0;display:grid;gap:8px;grid-template-columns:repeat(auto-fill,minmax(260px,1fr))}
.people button{width:100%;height:100%;text-align:left;font-weight:400}
.people small{display:block;color:var(--quiet)}
button,.button{display:inline-block;min-height:44px;padding:9px 16px;border:1px solid var(--accent);border-radius:6px;background:none;color:var(--accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.people button{color:var(--ink);border-color:var(--line);background:var(--paper)}
.people button:hover{border-color:var(--accent)}
.filled{background:var(--accent);color:var(--on-accent)}
.plain{border:0;padding:0 4px;font-weight:400;text-decoration:underline}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.actions{display:flex;flex-wrap:wrap;gap:12px;margin:0 0 24px}
table{width:100%;border-collapse:collapse;font-size:14px}
caption{text-align:left;padding:0 0 4px}
th,td{text-align:left;vertical-align:top;padding:8px 24px 8px 0;border-top:1px solid var(--line)}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code{font-size:13px}
@media(max-width:640px){header,footer,main{padding:12px 16px}thead{position:absolute;left:-999px}tr,td{display:block}tr{border-top:1px solid var(--line);padding:8px 0}td,.number{border:0;padding:2px 0;text-align:left}}
`
