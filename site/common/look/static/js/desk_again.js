// What was tapped before signing in is sent by itself; without this its button does it.
document.querySelector("[data-again]")?.requestSubmit();
