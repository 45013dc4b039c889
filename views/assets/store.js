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

// Filters stand beside what they narrow down, and where there is no room for that, fold under their button.
for (const filters of document.querySelectorAll('details.filters')) {
  const isNarrow = matchMedia('(max-width: 760px)')
  const fold = () => { filters.open = !isNarrow.matches }
  isNarrow.addEventListener('change', fold)
  fold()
}

// A file is read here and sent as the text of a field; without this it is pasted there. Letters are never replaced.
for (const field of document.querySelectorAll('[data-file-into]')) {
  field.hidden = false
  const [input, encoding, refusal] = ['input', 'select', '[data-refusal]'].map((part) => field.querySelector(part))
  const read = async () => {
    const [file] = input.files
    if (!file) return
    const into = document.getElementById(field.dataset.fileInto)
    refusal.hidden = true
    try {
      into.value = new TextDecoder(encoding.value, { fatal: true }).decode(await file.arrayBuffer())
    } catch {
      into.value = ''
      refusal.hidden = false
    }
  }
  input.addEventListener('change', read)
  encoding.addEventListener('change', read)
}

// A refused form stands in the history as its page: who goes back to it or loads it again is not asked to send it twice.
const { formPage } = document.querySelector('main').dataset
if (formPage) history.replaceState(null, '', formPage)

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

// Suggestions while somebody types: a list that the arrow keys walk. Without it the form searches as it is.
function suggest(input) {
  const list = document.createElement('ul')
  list.className = 'suggestions'
  list.id = `${input.id}-suggestions`
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Suggestions')
  list.hidden = true
  input.after(list)
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false']]) input.setAttribute(name, value)
  let timer
  let asked = ''
  let at = -1
  const close = () => {
    list.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const mark = (next) => {
    at = next
    for (const [n, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(n === at))
    if (at >= 0) input.setAttribute('aria-activedescendant', list.children[at].id)
    else input.removeAttribute('aria-activedescendant')
  }
  const show = (items) => {
    list.replaceChildren(...items.map(({ title, partNumber, href }, n) => {
      const option = document.createElement('li')
      const small = document.createElement('small')
      small.textContent = partNumber
      option.append(title, small)
      option.id = `${list.id}-${n}`
      option.dataset.href = href
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      return option
    }))
    at = -1
    input.removeAttribute('aria-activedescendant')
    list.hidden = items.length === 0
    input.setAttribute('aria-expanded', String(items.length > 0))
  }
  const ask = async () => {
    const q = input.value.trim()
    if (q.length < 2) return close()
    if (q === asked && !list.hidden) return
    asked = q
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q })}`, { headers: { accept: 'application/json' } })
      // An answer to what was typed before must not stand over what is typed now.
      if (answer.ok && asked === input.value.trim() && document.activeElement === input) show((await answer.json()).items)
    } catch {
      close()
    }
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, 150)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      return close()
    }
    const count = list.children.length
    if (list.hidden || count === 0) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      mark(((at + 1 + step + count + 1) % (count + 1)) - 1)
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault()
      location.assign(list.children[at].dataset.href)
    }
  })
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const option = event.target.closest('[role=option]')
    if (option) location.assign(option.dataset.href)
  })
  input.addEventListener('blur', close)
}
for (const input of document.querySelectorAll('[data-suggest]')) suggest(input)
