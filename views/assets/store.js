// Better with it, complete without it: copy buttons, and parts of a page that look again by themselves.
for (const element of document.querySelectorAll('[data-copy]')) {
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

// A form is sent once, however often somebody clicks. It is freed again when the browser shows the page from its memory.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    for (const button of form.querySelectorAll('button.filled')) button.setAttribute('aria-busy', 'true')
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent
    for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy')
  }
})

const live = document.querySelector('[data-live]')
if (live) {
  const look = async () => {
    if (document.hidden) return again()
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' }, credentials: 'same-origin' })
      if (!answer.ok) return again()
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]')
      if (!next) return location.reload()
      if (next.innerHTML !== live.innerHTML && !live.contains(document.activeElement)) live.innerHTML = next.innerHTML
      if (next.dataset.live === '') return
    } catch {
      // The store does not answer just now: look again later.
    }
    again()
  }
  const again = () => setTimeout(look, Number(live.dataset.live || 5) * 1000)
  if (live.dataset.live !== '') again()
}
