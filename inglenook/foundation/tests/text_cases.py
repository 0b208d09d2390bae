"""Markdown and the HTML that is kept of it."""

REL = 'rel="nofollow ugc noopener"'

CASES: dict[str, tuple[str, str]] = {
    "emphasis": ("*a* **b** ~~c~~", "<p><em>a</em> <strong>b</strong> <del>c</del></p>"),
    "line break": ("a\nb", "<p>a<br>\nb</p>"),
    "paragraphs": ("a\n\nb", "<p>a</p>\n<p>b</p>"),
    "headings begin at h3": ("# a\n\n#### b", "<h3>a</h3>\n<h6>b</h6>"),
    "typed heading tag": ("`<h1>`", "<p><code>&lt;h1&gt;</code></p>"),
    "list": ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "list from three": ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
    "tasks": ("- [ ] a\n- [x] b", "<ul>\n<li>\u2610 a</li>\n<li>\u2611 b</li>\n</ul>"),
    "quote": ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
    "rule": ("a\n\n---", "<p>a</p>\n<hr>"),
    "code": ("`a < b`", "<p><code>a &lt; b</code></p>"),
    "fenced code": (
        "```python\na < b\n```",
        '<pre tabindex="0"><code class="language-python">a &lt; b\n</code></pre>',
    ),
    "code in a language of the writer's own": (
        "```btn-primary\na\n```",
        '<pre tabindex="0"><code>a\n</code></pre>',
    ),
    "table": (
        "|a|b|\n|-|:-:|\n|1|2|",
        (
            '<div class="scroll-x" tabindex="0"><table>\n<thead>\n<tr>\n<th>a</th>\n'
            '<th align="center">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n'
            '<td align="center">2</td>\n</tr>\n</tbody>\n</table></div>'
        ),
    ),
    "link": ("[a](http://b.example)", f'<p><a href="http://b.example" {REL}>a</a></p>'),
    "link with a title": (
        '[a](http://b.example "t")',
        f'<p><a href="http://b.example" {REL}>a</a></p>',
    ),
    "bare address": (
        "see https://b.example/c?d=1&e=2.",
        (
            f'<p>see <a href="https://b.example/c?d=1&amp;e=2" {REL}>'
            "https://b.example/c?d=1&amp;e=2</a>.</p>"
        ),
    ),
    "mail address": ("a@b.example", f'<p><a href="mailto:a@b.example" {REL}>a@b.example</a></p>'),
    "relative link": ("[a](/b) [c](#d) [e](//f.example)", "<p>a c e</p>"),
    "picture": (
        "![a cat](http://b.example/c.png)",
        f'<p><a href="http://b.example/c.png" {REL}>a cat</a></p>',
    ),
    "picture without words": (
        "![](http://b.example/c.png)",
        f'<p><a href="http://b.example/c.png" {REL}>http://b.example/c.png</a></p>',
    ),
    "picture in a link": (
        "[![a cat](http://b.example/c.png)](http://d.example)",
        f'<p><a href="http://d.example" {REL}>a cat</a></p>',
    ),
    "raw html": ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
    "comment": ("a <!-- b -->", "<p>a &lt;!-- b --&gt;</p>"),
    "entity": ("&lt;b&gt; &copy;", "<p>&lt;b&gt; \u00a9</p>"),
    "hidden": ("||a *b*||", '<p><span class="spoiler">a <em>b</em></span></p>'),
    "hidden in hidden": (
        "||a **||b||** c||",
        '<p><span class="spoiler">a <strong>b</strong> c</span></p>',
    ),
    "footnote": (
        "a[^n]\n\n[^n]: b",
        "<p>a<sup>1</sup></p>\n<hr>\n<ol>\n<li>\n<p>b</p>\n</li>\n</ol>",
    ),
    "mention": ("hi @[42].", '<p>hi <a class="mention" href="m:42">@</a>.</p>'),
    "mention before a bracket": (
        "@[42](c)\n\n[42]: http://b.example",
        '<p><a class="mention" href="m:42">@</a>(c)</p>',
    ),
    "mention in bold": (
        "**@[42]**",
        '<p><strong><a class="mention" href="m:42">@</a></strong></p>',
    ),
    "mention in code": ("`@[42]`", "<p><code>@[42]</code></p>"),
    "mention in fenced code": ("```\n@[42]\n```", '<pre tabindex="0"><code>@[42]\n</code></pre>'),
    "mention in a link": (
        "[a @[42]](http://b.example)",
        f'<p><a href="http://b.example" {REL}>a <b class="mention">m:42</b></a></p>',
    ),
    "mention in an address": (
        "[a](http://b.example/?q=@[42])",
        f'<p><a href="http://b.example/?q=@%5B42%5D" {REL}>a</a></p>',
    ),
    "escaped mention": (r"\@[42]", "<p>@[42]</p>"),
    "forged placeholder": ("\ufdd042\ufdd1 [a](m:42)", "<p>42 a</p>"),
    "control characters": ("a\x00b\x1bc\ud800d", "<p>abcd</p>"),
    "emphasis in Chinese": (
        "**\u4f60\u597d\u3002**\u5417",
        "<p><strong>\u4f60\u597d\u3002</strong>\u5417</p>",
    ),
    "right to left": ("\u05e9\u05dc\u05d5\u05dd", "<p>\u05e9\u05dc\u05d5\u05dd</p>"),
}

#: Attempts to run a script, send a request or reach the page round the text.
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x) [x](data:text/html;base64,PHN2Zz4=) [x](file:///etc/passwd)",
    "<javascript:alert(1)> <data:text/html,x>",
    '[x](http://b.example "onmouseover=alert(1)")',
    '[x](http://b.example/"onmouseover="alert(1))',
    '![x](http://b.example/"onerror="alert(1))',
    '![" onerror="alert(1)](x)',
    "[x]: javascript:alert(1)\n\n[x]",
    '<div hx-get="/account/delete/" hx-trigger="load">x</div>',
    '<p data-hx-post="/x" data-hx-swap-oob="true">x</p>',
    "<form action=/x><button>x</button></form>",
    "<style>*{display:none}</style><link rel=stylesheet href=//e.example>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=//e.example><meta http-equiv=refresh content=0>",
    '<h1 id="main" class="btn-primary" style="position:fixed">x</h1>',
    '```"><script>alert(1)</script>\nx\n```',
    '```x" onclick="alert(1)\nx\n```',
    "|a|\n|-|\n|<img src=x onerror=alert(1)>|",
    "||<b onclick=alert(1)>x</b>||",
    "[^<script>]\n\n[^<script>]: <img src=x onerror=alert(1)>",
    "@[1<script>] @[1]<svg/onload=alert(1)>",
    '\ufdd01"><script>alert(1)</script>\ufdd1',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<math><mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;',
    "[a](<http://b.example/ onclick=alert(1)>)",
    'http://b.example/"onmouseover=alert(1)//',
    '<http://b.example/"onmouseover=alert(1)//>',
    '[x](mailto:a@b.example?subject="><script>)',
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "[<img src=x onerror=alert(1)>](http://b.example)",
    "![<img src=x onerror=alert(1)>](http://b.example)",
]
