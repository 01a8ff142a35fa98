"""Technical text as people type it, without a thought of Markdown."""

from __future__ import annotations

TECHNICAL_TEXTS = tuple(
    r"""
src/**/*.ts
*.py
**/*.{ts,tsx}
docs/**/*.md
!src/generated/**
*.test.js
test_*.py
[!.]*.txt
dist/*
packages/*/src
.github/workflows/*.yml
~/.config/app.toml
~/notes
/etc/hosts
./run.sh --all
../shared/lib
C:\dir\file
C:\Users\me
\\server\share
%APPDATA%\app
$HOME/{a,b}
${VERSION:-1.0}
$(git rev-parse HEAD)
a/b/c
path/to/file_name.py:42
file.py:12:5
/api/v1/users/{id}
/api/users?id=1&sort=name
GET /items/:id
https://example.org/a_b_c
https://example.org/~me/x
https://example.org/*/y
https://example.org/path?x=1&y=2#top
http://localhost:8080/
www.example.org
me@example.org
mailto:me@example.org
git@github.com:org/repo.git
ssh://git@host:22/repo
s3://bucket/key_name
@scope/pkg
@types/node
@team-lead
#123
#general
GH-42
org/repo#12
[JIRA-1]
[P] [US1]
[JIRA-1] Fix it
[WIP] Draft
[ERROR] failed
[a, b]
[0..9]
[1, 2, 3]
foo[0]
foo[0][1]
matrix[i][j]
dict["key"]
arr[-1]
items[1:3]
a[b]c
(optional)
f(x, y)
f(x)(y)
call()
{key: value}
{a, b}
{{ name }}
{% if x %}
<%= x %>
a*b
2 * 3
a * b * c
5 * x + 3
2*3
x**2
2 ** 10
*args
**kwargs
f(*args, **kwargs)
*ptr
char *p
int* p
&x
a & b
a && b
AT&T
R&D
x < y && y > z
a < b
a > b
a <= b
a >= 1
1 << 8
x >> 2
a <=> b
-> None
=> value
<- input
a -> b -> c
a --> b
x = 1
x == y
x != y
x += 1
!important
!x
!!
not !a
a ? b : c
a | b
a|b
a || b
cat x | grep y
^[a-z_]+$
^\d+$
\d{3}-\d{4}
\w+
[a-z]+
[^/]+
(a|b)+
.*
^.*$
a.*b
.+?
foo|bar
\bword\b
s/old/new/g
*/5 * * * *
0 0 * * *
0 */2 * * *
0 9 * * 1-5
30 4 1,15 * *
@daily
snake_case_name
_private
__private
_
__
MAX_VALUE
_id
user_id, order_id
a_b and c_d
kebab-case-name
camelCase
PascalCase
--flag
--flag=value
-x
-rf
-1
--no-color
-v --verbose
+1
+x
1.2.3
v1.2.3
1.2.3-rc.1
1.2.3+build.5
>=1.2,<2
~=1.4
^1.2.3
~1.2.3
~5 minutes
~100
2.x
==1.0
1-3
1..3
1–3
10%
100 %
$5
5€
3.14
1,000
1e-5
0x1F
0b1010
12:30
2026-01-31
2026/01/31
Q1 2027
Q1/Q2
key: value
key:value
a: b: c
note: see #12
TODO: later
: x
a;b
a, b, c
a; b
a...b
...
…
"quoted"
'quoted'
it's
don't
“quoted”
100k
10k+
C++
C#
F#
c++17
.NET
Node.js
.env
.gitignore
a.b.c
obj.method()
obj?.x ?? y
a::b
std::vector
crate::module::Type
List[int]
dict[str, int]
Optional[str]
tuple[int, ...]
Callable[[int], str]
Array.from(x)
Map.Entry
fn(x) -> y
func(a, b) (c, error)
lambda x: x*2
x => x * 2
() => {}
[]
{}
()
[x]
a[]
[]string
map[string]int
*http.Request
&mut self
'static
Box::new(x)
println!("x")
vec![1, 2]
#[derive(Debug)]
#include
#!/bin/sh
#
#define X
//
// comment
/* comment */
-- comment
; comment
% comment
rem x
SELECT * FROM t
SELECT count(*) FROM t
COUNT(*)
WHERE a = 'b' AND c > 1
SELECT a, b
INSERT INTO t (a) VALUES (1)
t.*
user.*
a.b_c
$.items[*].id
$x
$1
%s
%d items
%(name)s
{0}
{name!r}
{x:>10}
f"{x}"
\n
\t
a\b
a\ b
\
/
~
`
^
|
=
<
>
&
%
$
@
!
?
a=b
a==b
a = b = c
k=v,k2=v2
a=1&b=2
a -- b
a --- b
a ___ b
a *** b
a ~ b
~a
a~
HEAD~1
HEAD^
HEAD^^
main..dev
main...dev
origin/main
feature/x_y
refs/heads/*
v1.*
1.*
*.example.org
*:8080
0.0.0.0:80
127.0.0.1/8
10.0.0.0/8
::1
[::1]:80
fe80::1%eth0
tcp://*:5555
a:*:b
arn:aws:s3:::bucket/*
user:group
rwxr-xr-x
chmod +x
kill -9
ls -la *.txt
rm -rf ./*
find . -name "*.py"
grep -E "a|b"
echo $PATH
a > /dev/null
2>&1
cmd < in > out
a && b || c
sudo !!
:q!
:wq
Ctrl+C
Ctrl-C
^C
a<b
a<=b
x<3
i < n; i++
if (a < b) {
}
=> [a]
[a] => b
[ab](
](x)
a]
[a
(a
a)
"a
'a
¿qué?
größe_maß
日本語
*重要
東京*大阪
été*hiver
""".strip("\n").split("\n")
)
