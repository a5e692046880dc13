#!/usr/bin/env bash
#
# Uses the published libraries as other projects do. Projects outside this build (local/, spark/,
# gcs/, gcp-shaded/, and the README's own snippet in a new project) resolve them from a Maven
# repository, compile, run, and print what they must. What the DSL forbids (refused/, refused-gcp/)
# does not compile. None of them reaches Google: they have no credentials, and a server of their own.
#
# The projects have a local Maven repository of their own, empty at first. What the user's one holds
# already is copied from there instead of being downloaded.
#
# Usage: volume-examples/consumers/check.sh REPOSITORY VERSION
#   REPOSITORY  a folder that release/check.sh FOLDER has made, or mvn deploy
#   VERSION     which version it holds
set -euo pipefail

[[ $# == 2 && -d $1 ]] || {
  echo 'check.sh: give the folder of a Maven repository and a version' >&2
  exit 2
}
repository=$(cd "$1" && pwd)
version=$2
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export SPARK_LOCAL_IP=127.0.0.1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Whoever runs this may have credentials of Google Cloud; the projects do not.
unset GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLOUD_PROJECT
export CLOUDSDK_CONFIG=$work/none NO_GCE_CHECK=true
fail() {
  echo "consumers/check.sh: $*" >&2
  exit 1
}
step() { printf '\n-- consumers: %s\n' "$*"; }

# The first is what is tested; the second saves downloads, and holds no snapshot for us.
cat >"$work/settings.xml" <<SETTINGS
<settings>
  <profiles><profile><id>consumers</id>
    <repositories>
      <repository><id>tested</id><url>file://$repository</url></repository>
      <repository><id>seed</id><url>file://$HOME/.m2/repository</url>
        <releases><checksumPolicy>ignore</checksumPolicy></releases>
        <snapshots><enabled>false</enabled></snapshots></repository>
    </repositories>
    <pluginRepositories>
      <pluginRepository><id>seed</id><url>file://$HOME/.m2/repository</url>
        <releases><checksumPolicy>ignore</checksumPolicy></releases>
        <snapshots><enabled>false</enabled></snapshots></pluginRepository>
    </pluginRepositories>
  </profile></profiles>
  <activeProfiles><activeProfile>consumers</activeProfile></activeProfiles>
</settings>
SETTINGS
plugins=$(sed -n 's|.*<maven-dependency-plugin.version>\(.*\)</.*|\1|p' "$root/pom.xml")
compiler=$(sed -n 's|.*<maven-compiler-plugin.version>\(.*\)</.*|\1|p' "$root/pom.xml")
dependency=org.apache.maven.plugins:maven-dependency-plugin:$plugins

in_project() {
  (cd "$work/$1" && mvn -B -q --no-transfer-progress -gs "$work/settings.xml" \
    -Dmaven.repo.local="$work/m2" -Dvolume.version="$version" "${@:2}")
}

# compile PROJECT: also leaves its class path beside it, and its tree of dependencies.
compile() {
  in_project "$1" "org.apache.maven.plugins:maven-compiler-plugin:$compiler:compile" \
    "$dependency:build-classpath" "-Dmdep.outputFile=$work/$1.classpath"
}

# run PROJECT CLASS JVM-OPTION...
run() {
  java "${@:3}" -cp "$work/$1/target/classes:$(cat "$work/$1.classpath")" "$2" 2>"$work/$1.log" || {
    tail -n 20 "$work/$1.log" >&2
    fail "$1 fails"
  }
}

# same WHAT EXPECTED ACTUAL: compares two files, less the blanks at the ends of lines.
same() {
  sed -i 's/[[:blank:]]*$//' "$3"
  diff -u "$2" "$3" || fail "$1 is something else"
  echo "as expected: $1"
}

tree() {
  in_project "$1" "$dependency:tree" "-DoutputFile=$work/$1.tree" "-Dscope=runtime"
  sed -i "s/:$version\\b/:VERSION/" "$work/$1.tree"
}

step "the README's snippet, in a new project with one dependency"
mkdir -p "$work/readme/src/main/java"
awk '/^```java$/ { inside = 1; next } /^```$/ && inside { exit } inside' "$root/README.md" >"$work/snippet"
awk '/^```text$/ { inside = 1; next } /^```$/ && inside { exit } inside' "$root/README.md" >"$work/readme.expected"
{
  grep '^import ' "$work/snippet"
  printf 'public class Main {\n  public static void main(String[] args) {\n'
  grep -v '^import ' "$work/snippet"
  printf '  }\n}\n'
} >"$work/readme/src/main/java/Main.java"
{
  echo '<project xmlns="http://maven.apache.org/POM/4.0.0">'
  echo '<modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>quickstart</artifactId>'
  echo '<version>1</version><properties><maven.compiler.release>17</maven.compiler.release></properties>'
  echo '<dependencies>'
  awk '/^<dependency>$/ { inside = 1 } inside; /^<\/dependency>$/ { exit }' "$root/README.md" |
    sed "s|<version>.*</version>|<version>$version</version>|"
  echo '</dependencies></project>'
} >"$work/readme/pom.xml"
start=$(date +%s%N)
compile readme
compiled=$(date +%s%N)
run readme Main >"$work/readme.actual"
ended=$(date +%s%N)
cat "$work/readme.actual"
printf 'resolve and compile %d ms, run %d ms\n' $(((compiled - start) / 1000000)) $(((ended - compiled) / 1000000))
same "the README's output" "$work/readme.expected" "$work/readme.actual"

for project in local spark gcs gcp-shaded; do
  step "$project/"
  cp -r "$here/$project" "$work/"
  compile "$project"
  options=()
  if [[ $project == spark ]]; then
    mapfile -t options < <(sed -n '/<spark.jvm.options>/,/<\/spark.jvm.options>/p' "$root/pom.xml" |
      grep -o -- '-.*=[^<]*')
  fi
  run "$project" example.Consumer "${options[@]}" >"$work/$project.actual"
  same "the output of $project/" "$here/$project/expected.txt" "$work/$project.actual"
done

step 'what volume-gcp asks for is in its POM, but for Spark'
missing=$(jdeps --multi-release 17 --missing-deps -cp "$(cat "$work/gcs.classpath")" \
  "$repository/io/github/marketvolume/volume-gcp/$version/volume-gcp-$version.jar" |
  grep -v -e ' -> not found' -e 'org\.apache\.spark\.' -e 'scala\.') || true
[[ -z $missing ]] || fail "a consumer of volume-gcp misses: $missing"
echo 'nothing is missing'

step 'the shaded jar is needed'
# The plain one, with what that application has in front of it.
old=$(tr ':' '\n' <"$work/gcp-shaded.classpath" | grep -v -e /marketvolume/ -e /jackson | paste -sd:)
! java -cp "$work/gcs/target/classes:$old:$(cat "$work/gcs.classpath")" example.Consumer >"$work/plain.log" 2>&1 ||
  fail 'gcs/ runs behind an old Guava'
grep -Eo -m1 'java\.lang\.(NoSuchMethodError|NoClassDefFoundError).*com.google.(common|protobuf|gson).*' "$work/plain.log" || {
  cat "$work/plain.log" >&2
  fail 'gcs/ fails behind an old Guava for another reason'
}

# documented PROJECT: the tree of a project's dependencies is the one in the docs.
documented() {
  tree "$1"
  cat "$work/$1.tree"
  awk -v project="^com.example:$1-consumer" '$0 ~ project { inside = 1 } /^```$/ && inside { exit } inside' \
    "$root/docs/dependencies.md" >"$work/$1.documented"
  same "the tree of $1/ in docs/dependencies.md" "$work/$1.documented" "$work/$1.tree"
}

step 'the dependencies of the smallest consumer, and of the shaded one'
documented local
documented gcp-shaded

step 'what must not compile'
refused=0

# refuse SOURCE PROJECT: what a source must not do does not compile, with the class path of a project.
refuse() {
  local source=$1 name=${1##*/} line expected classpath
  classpath=$(cat "$work/$2.classpath")
  line=$(grep -n '// refused: ' "$source" | cut -d: -f1)
  expected=$(sed -n 's|.*// refused: ||p' "$source")
  mkdir -p "$work/refused"
  # Without the line it compiles: nothing else is wrong with it.
  sed '/\/\/ refused: /d' "$source" >"$work/refused/$name"
  javac -proc:none -cp "$classpath" -d "$work/refused/out" "$work/refused/$name" ||
    fail "$name does not compile even without the line that is to be refused"
  cp "$source" "$work/refused/$name"
  ! javac -proc:none -cp "$classpath" -d "$work/refused/out" "$work/refused/$name" \
    2>"$work/refused/log" || fail "$name compiles"
  tr '\n' ' ' <"$work/refused/log" | grep -q "$name:$line: error: .*$expected" || {
    cat "$work/refused/log" >&2
    fail "$name is refused for another reason"
  }
  printf '%-22s %s\n' "${name%.java}" "$(grep -m1 -o 'error: .*' "$work/refused/log")"
  refused=$((refused + 1))
}

for source in "$here"/refused/*.java; do
  refuse "$source" local
done
for source in "$here"/refused-gcp/*.java; do
  refuse "$source" gcp-shaded
done
((refused >= 12)) || fail "only $refused snippets were tried"
