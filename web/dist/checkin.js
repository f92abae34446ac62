// A code that is read on the day of the meeting marks its person at once. Without
// this script it takes one tap.
{
  const form = document.querySelector("form[data-now]");
  if (form?.dataset.now) form.requestSubmit();
}
