/* Searches for the number behind a challenge, apart from the page, so that typing and sending never wait for it.
   It hashes by itself: what browsers bring answers each question by way of a promise, ten times as slow for texts so
   short, and only under https. */
"use strict";

// The fractions of the square and cube roots of the first primes, as FIPS 180-4 has them.
const STARTS = [];
const ROUNDS = [];
for (let number = 2; ROUNDS.length < 64; number += 1) {
  if (!Array.from({ length: number - 2 }, (_, at) => at + 2).some((divisor) => number % divisor === 0)) {
    const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
    if (STARTS.length < 8) {
      STARTS.push(fraction(number ** 0.5));
    }
    ROUNDS.push(fraction(Math.cbrt(number)));
  }
}
const START = Int32Array.from(STARTS);
const K = Int32Array.from(ROUNDS);
const words = new Int32Array(64);
const hash = new Int32Array(8);

// Of one block, which is enough for a nonce and a number: at most 55 bytes.
const digest = () => {
  for (let at = 16; at < 64; at += 1) {
    const x = words[at - 15];
    const y = words[at - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[at] = (words[at - 16] + s0 + words[at - 7] + s1) | 0;
  }
  let a = START[0];
  let b = START[1];
  let c = START[2];
  let d = START[3];
  let e = START[4];
  let f = START[5];
  let g = START[6];
  let h = START[7];
  for (let at = 0; at < 64; at += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + K[at] + words[at]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  hash[0] = START[0] + a;
  hash[1] = START[1] + b;
  hash[2] = START[2] + c;
  hash[3] = START[3] + d;
  hash[4] = START[4] + e;
  hash[5] = START[5] + f;
  hash[6] = START[6] + g;
  hash[7] = START[7] + h;
};

const fill = (text) => {
  words.fill(0, 0, 16);
  for (let at = 0; at < text.length; at += 1) {
    words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  }
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[15] = text.length * 8;
};

const isNumber = (nonce, number, target) => {
  fill(`${nonce}.${number}`);
  digest();
  return hash[0] === target[0] && hash.every((word, at) => word === target[at]);
};

// How far it has come is told this often, so that the next page goes on from there.
const TOLD_EVERY = 20_000;

const search = ({ nonce, target, most, at }) => {
  const wanted = Int32Array.from(target.match(/.{8}/g), (word) => parseInt(word, 16) | 0);
  for (let number = at; number < most; number += 1) {
    if (isNumber(nonce, number, wanted)) {
      self.postMessage({ found: number });
      return;
    }
    if (number % TOLD_EVERY === 0) {
      self.postMessage({ at: number });
    }
  }
};

self.addEventListener("message", ({ data }) => search(data));
