-- Each line of the input is a job, as JSON: items to be cited in a style, in what forms, and what is
-- said with them. Each line of the output is what a job makes, by form. Texts come as plain strings
-- and are made inlines here, so no character of a title is ever read as markup.

-- A style turns the marks of a quotation inside a quoted title; it has to know it for one.
local function inlines(text)
  local open = text:find('“', 1, true)
  local close = open and text:find('”', open, true)
  local again = open and text:find('“', open + 1, true)
  if not close or (again and again < close) then return pandoc.Inlines(text) end
  local inside = pandoc.Inlines(text:sub(open + #'“', close - 1))
  return pandoc.Inlines(text:sub(1, open - 1)) .. { pandoc.Quoted('DoubleQuote', inside) }
    .. inlines(text:sub(close + #'”'))
end

-- Inlines that are safe to paste: no raw HTML, no scripts, no marks of the style's own.
local function tidied(content)
  local function unwrapped(one) return one.content end
  return content:walk {
    RawInline = function(one) return pandoc.Str(one.text) end,
    Link = function(one) return one.target:match('^https?://') and one or one.content end,
    Span = unwrapped, Cite = unwrapped, Superscript = unwrapped,
  }
end

local function cite(ids)
  local function citation(id) return pandoc.Citation(id, 'NormalCitation') end
  return pandoc.Para { pandoc.Cite({}, ids:map(citation)) }
end

-- All items, so that numbers and letters of years (2020a) agree among the languages.
local function references(job)
  return job.items:map(function(one)
    local item = {}
    for key, value in pairs(one.item) do item[key] = value end
    item.title = pandoc.Inlines {}
    for _, part in ipairs(one.title) do
      -- Ours and translated titles keep their capitals in every style.
      local words = inlines(part.text)
      if part.verbatim then words = { pandoc.Span(words, { class = 'nocase' }) } end
      item.title = item.title .. words
    end
    return item
  end)
end

-- The entries by id, in the language of each item; their order; and what stands in the text.
local function cited(job)
  local ids = job.items:map(function(one) return one.item.id end)
  local order, entries, in_text = pandoc.List {}, {}, nil
  for _, language in ipairs(job.languages) do
    local meta = { csl = job.csl, lang = language, references = references(job) }
    local blocks = pandoc.utils.citeproc(pandoc.Pandoc({ cite(ids), cite(job.own) }, meta)).blocks
    in_text = in_text or blocks[2].content
    for _, entry in ipairs(blocks[#blocks].content) do
      local id = entry.identifier:gsub('^ref%-', '')
      if language == job.languages[1] then order:insert(id) end
      for _, one in ipairs(job.items) do
        if one.item.id == id and one.language == language then
          entries[id] = tidied(entry.content[1].content) .. pandoc.Inlines(one.remark)
        end
      end
    end
  end
  return entries, order, tidied(in_text)
end

-- The references as pandoc gives them hanging indents.
local function listed(entries, order)
  local made = order:map(function(id)
    return pandoc.Div(pandoc.Para(entries[id]), { id = 'ref-' .. id, class = 'csl-entry' })
  end)
  return pandoc.Div(made, { id = 'refs', class = 'references csl-bib-body hanging-indent' })
end

-- What an exhibit says, its caveat, its sources and our work, as one paragraph.
local function told(one, entries)
  local said = pandoc.Inlines(one.words)
  if one.markup then
    local blocks = pandoc.read(one.words, 'commonmark').blocks
    said = tidied(pandoc.utils.blocks_to_inlines(blocks, { pandoc.Space() }))
  end
  said = said .. pandoc.Inlines(one.caveat)
  for number, id in ipairs(one.theirs) do
    local source = entries[id]:clone()
    local last = source[#source]
    if last.t == 'Str' then source[#source] = pandoc.Str((last.text:gsub('%.$', ''))) end
    local opening = #one.theirs == 1 and ' Source: ' or ' Sources: '
    said = said .. pandoc.Inlines(number == 1 and opening or '; ') .. source
  end
  local ending = #one.theirs > 0 and '. Cited from: ' or ' Cited from: '
  return pandoc.Para(said .. pandoc.Inlines(ending) .. entries[one.ours])
end

for line in io.lines() do
  local job = pandoc.json.decode(line)
  local entries, order, in_text = cited(job)
  local blocks = pandoc.List { listed(entries, order) }
  if job.told[1] then
    blocks = job.told:map(function(one) return told(one, entries) end)
  end
  local function written(content, form)
    return pandoc.write(pandoc.Pandoc(content), form, { wrap_text = 'none' })
  end
  local made = {}
  for _, form in ipairs(job.forms) do
    local is_short = form == 'in_text'
    made[form] = written(is_short and { pandoc.Para(in_text) } or blocks, is_short and 'plain' or form)
  end
  io.write(pandoc.json.encode(made), '\n')
end
