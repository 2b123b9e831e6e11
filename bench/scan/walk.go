// What Strata's scan does, as one would write it with Go's own library: `stream` walks a tar from standard input and `file` one from
// the disk, with the SHA-256 of the layer and of every file; `inflate` unpacks a gzip and drops what comes out.
package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"time"
)

const bufferSize = 1 << 20

func main() {
	input := os.Stdin
	if len(os.Args) > 2 {
		file, err := os.Open(os.Args[2])
		check(err)
		input = file
	}
	start := time.Now()
	if os.Args[1] == "inflate" {
		unpacked, err := gzip.NewReader(bufio.NewReaderSize(input, bufferSize))
		check(err)
		bytes, err := io.CopyBuffer(io.Discard, unpacked, make([]byte, bufferSize))
		check(err)
		fmt.Printf(`{"ms":%f,"bytes":%d}`, ms(start), bytes)
		return
	}
	diffID, all, entries := walk(bufio.NewReaderSize(input, bufferSize))
	fmt.Printf(`{"ms":%f,"diffId":"sha256:%x","digests":"%x","entries":%d}`, ms(start), diffID, all, entries)
}

func walk(input io.Reader) ([]byte, []byte, int) {
	layer := sha256.New()
	tee := io.TeeReader(input, layer)
	reader := tar.NewReader(tee)
	all := sha256.New()
	buffer := make([]byte, bufferSize)
	entries := 0
	for {
		header, err := reader.Next()
		if err == io.EOF {
			break
		}
		check(err)
		entries++
		if header.Typeflag != tar.TypeReg {
			continue
		}
		file := sha256.New()
		_, err = io.CopyBuffer(file, reader, buffer)
		check(err)
		all.Write(file.Sum(nil))
	}
	_, err := io.CopyBuffer(io.Discard, tee, buffer)
	check(err)
	return layer.Sum(nil), all.Sum(nil), entries
}

func ms(start time.Time) float64 {
	return float64(time.Since(start).Microseconds()) / 1000
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
