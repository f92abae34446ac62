// A page that answered a form stands in the history as that sending, and going back
// to it ends on the browser's own error page. This puts the form's own address there
// instead: the server names one that can be read.
history.replaceState(null, "", document.currentScript.dataset.instead);
