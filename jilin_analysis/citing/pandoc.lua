-- Each line of the input is a job, as JSON: a text, the form it has, the form it is to have, and
-- perhaps a style for its citations. Each line of the output is a text, as JSON.
for line in io.lines() do
  local job = pandoc.json.decode(line)
  local document = pandoc.read(job.text, job.from)
  if job.csl then
    document.meta.csl = job.csl
    document = pandoc.utils.citeproc(document)
    document.meta = {}
  end
  io.write(pandoc.json.encode(pandoc.write(document, job.to, {wrap_text = 'none'})), '\n')
end
