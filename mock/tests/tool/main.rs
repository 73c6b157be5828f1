//! The tool `aliyun-mock` as it is used from a shell.

#![cfg(test)]

mod control;
mod files;
mod run;
mod shell;
