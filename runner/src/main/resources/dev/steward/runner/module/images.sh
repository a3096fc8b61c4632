# The images of all containers. Answers none=1 where there is no Docker, else image (several): project, service, container, what it was
# made from, and the digests it was pulled by, divided by tabs.
command -v docker >/dev/null 2>&1 || { say none 1; finish; }
ids=$(docker ps -a -q 2>&1) || fail "docker does not answer: $ids"
[ -n "$ids" ] || finish
form='{{index .Config.Labels "com.docker.compose.project"}}	{{index .Config.Labels "com.docker.compose.service"}}	{{.Name}}	{{.Config.Image}}	{{.Image}}'
# one may go between the two looks: it is no longer of interest
list=$(docker inspect --type container --format "$form" $ids 2>/dev/null)
while IFS= read -r line; do
  [ -n "$line" ] || continue
  id=${line##*	}
  digests=$(docker image inspect --format '{{range .RepoDigests}}{{.}} {{end}}' "$id" 2>/dev/null) || digests=''
  say image "${line%	*}	$digests"
done <<END
$list
END
finish
