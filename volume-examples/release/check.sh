#!/usr/bin/env bash
#
# Rehearses a release, as far as that goes without Maven Central: builds the published modules as a
# release version, twice and in different folders, and fails unless
#   - both builds are equal, byte for byte;
#   - each module has all that Maven Central asks for, and a bill of materials;
#   - the jar with Google's clients in it is whole, clashes with nobody, and names their licences;
#   - the signatures hold (with a key made for this; left out where there is no gpg);
#   - what the libraries and the application are made of, Spark's own libraries among it, has no published
#     vulnerability of vulnerabilities.tsv that is not accepted there;
#   - the check of compatibility lets an added method pass, and stops a changed and a removed one;
#   - projects outside this build can use what was built: volume-examples/consumers/check.sh.
# Nothing here is changed. The rehearsal has a local Maven repository of its own, for the user's would
# keep what is rehearsed. What that one holds already is copied from there.
#
# Usage: volume-examples/release/check.sh [FOLDER]
#   FOLDER  keeps the release, as a Maven repository, in this folder, also if a later check fails; it
#           must not exist
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
kept=${1:-}
[[ $# -le 1 && ( -z $kept || ! -e $kept ) ]] || {
  echo 'check.sh: give one folder that does not exist, or none' >&2
  exit 2
}
[[ -z $kept || $kept == /* ]] || kept=$PWD/$kept

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "release/check.sh: $*" >&2
  exit 1
}
step() { printf '\n-- release: %s\n' "$*"; }
repository=${kept:-$work/repository}
modules=(volume-core volume-gcp)

cat >"$work/settings.xml" <<SETTINGS
<settings>
  <profiles><profile><id>rehearsal</id>
    <repositories>
      <repository><id>rehearsal</id><url>file://$repository</url></repository>
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
  <activeProfiles><activeProfile>rehearsal</activeProfile></activeProfiles>
</settings>
SETTINGS
maven=(mvn -B -q --no-transfer-progress -gs "$work/settings.xml" -Dmaven.repo.local="$work/m2")

cd "$root"
snapshot=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml)
version=${snapshot%-SNAPSHOT}

# build FOLDER OPTION...: builds the tracked files, as a release, in a folder of their own.
build() {
  local folder=$1
  shift
  mkdir "$folder"
  git ls-files -z -- LICENSE .mvn volume-core volume-gcp '*pom.xml' | xargs -0 cp --parents -t "$folder"
  find "$folder" -name pom.xml -exec sed -i "s|<version>$snapshot</version>|<version>$version</version>|" {} +
  (cd "$folder" && "${maven[@]}" "$@" -Prelease -Dmaven.test.skip -Denforcer.skip -Dspotless.check.skip \
    -pl .,volume-core,volume-gcp)
}

step "build $version, and once more elsewhere"
signing=(-Dgpg.skip)
if command -v gpg >/dev/null; then
  export GNUPGHOME=$work/gnupg
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --passphrase '' --quick-gen-key 'Rehearsal <rehearsal@example.com>' ed25519 sign 1d
  MAVEN_GPG_KEY=$(gpg --batch --armor --export-secret-keys)
  export MAVEN_GPG_KEY
  signing=()
fi
build "$work/one" deploy -Dmaven.install.skip -DaltDeploymentRepository="rehearsal::file://$repository" "${signing[@]}"
unset MAVEN_GPG_KEY
build "$work/elsewhere" verify -Dgpg.skip

compared=0
for module in "${modules[@]}"; do
  for file in "$work/one/$module/target"/*.jar "$work/one/$module/target"/*-sbom.json "$work/one/$module/target"/*-sbom.xml \
    "$work/one/$module/target/published-pom.xml"; do
    cmp "$file" "$work/elsewhere/$module/target/${file##*/}" || fail "the build cannot be reproduced"
    compared=$((compared + 1))
  done
done
((compared > 6 * ${#modules[@]})) || fail "only $compared files of two builds were compared"
echo "$compared files are the same in both builds"

step 'what Maven Central asks for'
for module in "${modules[@]}"; do
  files=$repository/io/github/marketvolume/$module/$version/$module-$version
  for suffix in .pom .jar -sources.jar -javadoc.jar -cyclonedx.json -cyclonedx.xml; do
    [[ -s $files$suffix && -s $files$suffix.sha1 && -s $files$suffix.md5 ]] ||
      fail "$module-$version$suffix or its checksums are missing"
    if ((${#signing[@]} == 0)); then
      gpg --batch --quiet --verify "$files$suffix.asc" "$files$suffix" 2>"$work/gpg" ||
        fail "the signature of $module-$version$suffix does not hold: $(cat "$work/gpg")"
    fi
  done
  for element in name description url licenses developers scm issueManagement; do
    grep -q "^  <$element[ >]" "$files.pom" || fail "the POM of $module has no <$element>"
  done
  ! grep -Eq 'SNAPSHOT|<parent>|\$\{' "$files.pom" || fail "the POM of $module is not on its own"
  unzip -p "$files.jar" META-INF/MANIFEST.MF | grep '^Automatic-Module-Name: io.github.marketvolume' >/dev/null ||
    fail "the jar of $module has no module name"
  unzip -l "$files.jar" META-INF/LICENSE >/dev/null || fail "the jar of $module has no license"
  grep -q '"specVersion"' "$files-cyclonedx.json" || fail "the bill of materials of $module is none"
  echo "$module: complete"
done
((${#signing[@]} == 0)) || echo 'LEFT OUT: signatures (there is no gpg)'
published=$(cd "$repository/io/github/marketvolume" && echo *)
[[ $published == "${modules[*]}" ]] || fail "the two libraries are published, and more: $published"
# Above, a jar of tests could not have been made. A release is made with tests.
rm -r "$work/one/volume-gcp/src/test"
(cd "$work/one" && "${maven[@]}" -Prelease -Denforcer.skip -Dspotless.check.skip -Dshaded.skip -Dcyclonedx.skip \
  -DskipTests -pl volume-gcp package)
[[ ! -e $work/one/volume-gcp/target/volume-gcp-$version-fakes.jar ]] || fail "the tests' fakes would be published"

step 'the shaded jar'
shaded=$repository/io/github/marketvolume/volume-gcp/$version/volume-gcp-$version-shaded.jar
"$root/volume-examples/release/check_shaded.py" "$shaded" "${shaded%-shaded.jar}-cyclonedx.json"

step 'published vulnerabilities'
# What the libraries are compiled with, and the application runs on, counts too; it is in no published bill.
(cd "$work/one" && "${maven[@]}" -pl volume-gcp,volume-examples,volume-examples/notebooks/java \
  "org.cyclonedx:cyclonedx-maven-plugin:$(sed -n 's|.*<cyclonedx-maven-plugin.version>\(.*\)</.*|\1|p' pom.xml):makeBom" \
  -DincludeProvidedScope=true -Dcyclonedx.skipNotDeployed=false -DoutputName=all -DoutputFormat=json)
bills=("$repository"/io/github/marketvolume/*/"$version"/*-cyclonedx.json "$work"/one/volume-gcp/target/all.json
  "$work"/one/volume-examples/target/all.json "$work"/one/volume-examples/notebooks/java/target/all.json)
checker=$root/volume-examples/release/check_vulnerabilities.py
(cd "$root/volume-examples/release" && PYTHONDONTWRITEBYTECODE=1 python3 -m unittest -q test_check_vulnerabilities) 2>"$work/unittest" ||
  fail "the check of vulnerabilities fails its tests: $(cat "$work/unittest")"
"$checker" "$root/volume-examples/release/vulnerabilities.tsv" "${bills[@]}" || fail 'a library has a published vulnerability'
# The check stops where one library is as Spark 3.5 ships it.
sed '/"name" : "zookeeper"/,/"version"/s|"version" : "[^"]*"|"version" : "3.6.3"|' "${bills[3]}" >"$work/shipped.json"
! cmp -s "${bills[3]}" "$work/shipped.json" || fail "the application's bill of materials has no ZooKeeper"
! "$checker" "$root/volume-examples/release/vulnerabilities.tsv" "${bills[@]}" "$work/shipped.json" >"$work/stopped" 2>&1 ||
  fail 'the check of vulnerabilities lets an old ZooKeeper pass'
grep -q 'zookeeper 3.6.3 is affected by' "$work/stopped" || fail "the check of vulnerabilities broke: $(cat "$work/stopped")"
echo 'stops:  an old ZooKeeper'

step 'compatibility with that release'
core=$repository/io/github/marketvolume/volume-core/$version/volume-core-$version.jar
bars=volume-core/src/main/java/io/github/marketvolume/testing/Bars.java

# compare NAME SOURCE SCRIPT: edits a source and compares the API; its exit code is that of Maven.
compare() {
  mkdir -p "$work/$1"
  cp "$core" "$work/$1.jar"
  sed "$3" "$2" >"$work/$1/${2##*/}"
  ! cmp -s "$2" "$work/$1/${2##*/}" || fail "the edit '$1' changes nothing"
  javac -proc:none -cp "$core" -d "$work/$1/classes" "$work/$1/${2##*/}"
  jar --update --file "$work/$1.jar" -C "$work/$1/classes" .
  (cd "$work/one" && "${maven[@]}" -pl volume-core japicmp:cmp@compare-api \
    -Dcompatibility.baseline="$version" -Dcompatibility.current="$work/$1.jar") >"$work/$1.log" 2>&1
}

passes() {
  compare "$@" || { cat "$work/$1.log" >&2; fail "the check stops: $1"; }
  echo "passes: $1"
}

stops() {
  ! compare "$@" || fail "the check lets pass: $1"
  grep -q 'at least one incompatibility' "$work/$1.log" || { cat "$work/$1.log" >&2; fail "the check broke on: $1"; }
  echo "stops:  $1"
}

passes 'a comment' "$bars" 's|^/\*\* Bars|/** Some bars|'
passes 'an added method' "$bars" 's|^  private Bars() {}|&\n\n  public static List<Bar> none() { return List.of(); }|'
passes 'a method removed from the plan' volume-core/src/main/java/io/github/marketvolume/plan/BarsNode.java \
  's|public static BarsNode of|static BarsNode of|'
stops 'another result' "$bars" 's|public static List<Bar> of|public static java.util.Collection<Bar> of|'
stops 'a removed method' "$bars" 's|public static List<Bar> of|static List<Bar> of|'
stops 'a method that implementers lack' volume-core/src/main/java/io/github/marketvolume/io/Sink.java \
  's|^  String describe();|&\n\n  String owner();|'

"$root/volume-examples/consumers/check.sh" "$repository" "$version"
