// Better with it, complete without it: copy buttons, one sending of a form, and parts of a page that look again.
function addCopyButtons(root) {
  for (const element of root.querySelectorAll('[data-copy]')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = 'Copy'
    button.setAttribute('aria-label', `Copy ${element.dataset.copy}`)
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(element.dataset.copy)
      button.textContent = 'Copied'
      setTimeout(() => { button.textContent = 'Copy' }, 2000)
    })
    element.after(button)
  }
}
const live = document.querySelector('[data-live]')
let shown = live?.innerHTML
addCopyButtons(document)

// What has to be mended is read first.
document.querySelector('[role="alert"]')?.focus()

// A form is sent once, however often somebody clicks. It is freed when the browser shows the page from its memory.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post') return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 'yes'
  for (const button of form.querySelectorAll('button.filled')) button.setAttribute('aria-busy', 'true')
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent
    for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy')
  }
})

function lookLater(seconds) {
  if (seconds !== '') setTimeout(look, Number(seconds) * 1000)
}

async function look() {
  let seconds = live.dataset.live
  const isBusy = document.hidden || live.contains(document.activeElement)
  if (!isBusy) {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
      const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null
      const next = page?.querySelector('[data-live]')
      if (next) {
        if (next.innerHTML !== shown) {
          shown = next.innerHTML
          live.innerHTML = shown
          addCopyButtons(live)
        }
        seconds = next.dataset.live
      }
    } catch {
      // The store does not answer just now; the next look may.
    }
  }
  lookLater(seconds)
}
if (live) lookLater(live.dataset.live)
