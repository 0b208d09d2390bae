// Under Trusted Types a browser turns text into markup for the policies that the house names and for
// nobody else. There is this one, and htmx alone is given it: it parses what our own pages answered
// (connect-src 'self'). A script in such an answer becomes an empty one.
const policy = window.trustedTypes?.createPolicy("house", {
  createHTML: (text) => text,
  createScript: () => "",
});
if (policy) {
  window.htmx.registerExtension("trusted-markup", { init: (api) => api.initSecurity(policy) });
}
