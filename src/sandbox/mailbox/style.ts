// Contrast against its background is at least 4.5 to 1 for every text colour, in light and in dark.
export const style = `
:root { --page: #ffffff; --text: #1c2024; --quiet: #5a626b; --line: #d9dde2; --link: #0b5cad; --raised: #f5f6f8; }
@media (prefers-color-scheme: dark) {
  :root { --page: #15181b; --text: #e8eaed; --quiet: #a4acb5; --line: #343a41; --link: #7db7f5; --raised: #1e2226; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
header { border-bottom: 1px solid var(--line); padding: 12px 16px; }
header a { color: var(--quiet); text-decoration: none; font-size: 14px; display: inline-block; padding: 8px 0; }
main { max-width: 760px; margin: 0 auto; padding: 24px 16px 48px; }
h1 { font-size: 28px; line-height: 1.25; margin: 8px 0; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 32px 0 8px; }
a { color: var(--link); }
a:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.quiet, .to, time, dt { color: var(--quiet); }
.mails { list-style: none; margin: 16px -8px; padding: 0; border-top: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: 1fr auto; gap: 0 16px; padding: 12px 8px; color: inherit;
  text-decoration: none; border-bottom: 1px solid var(--line); }
.mails a:hover { background: var(--raised); }
.mails .subject { font-weight: 600; overflow-wrap: anywhere; grid-column: 1 / -1; }
.mails .to, .mails time, dd time { font-size: 14px; font-variant-numeric: tabular-nums; }
.mails .to { overflow-wrap: anywhere; }
.empty { border: 1px solid var(--line); border-radius: 6px; padding: 24px; margin-top: 16px; background: var(--raised); }
.empty p { margin: 0 0 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 16px 0; }
dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: 14px/1.5 ui-monospace, monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); padding: 16px; border-radius: 6px; }
iframe { width: 100%; height: 640px; border: 1px solid var(--line); border-radius: 6px; background: #ffffff; }
@media (max-width: 480px) { .mails a { grid-template-columns: 1fr; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; } }
`
