;; A row-by-row transform that gives back what it gets, by hand. Tests put their harm in at the marks.
(component
  (import "sandtable:transform/types@1.0.0" (instance $types
    (type $field' (record
      (field "name" string) (field "format" string) (field "nullable" bool) (field "children" u32) (field "metadata" (list (tuple string string)))))
    (export "field" (type $field (eq $field')))
    (type $array' (record (field "length" u32) (field "null-count" u32) (field "buffers" (list (list u8)))))
    (export "array" (type $array (eq $array')))
    (type $batch' (record (field "rows" u32) (field "arrays" (list $array))))
    (export "batch" (type $batch (eq $batch')))
    (type $error' (record (field "code" string) (field "message" string) (field "context" (list string))))
    (export "error" (type $error (eq $error')))
    (type $column' (record (field "name" string) (field "type" string) (field "required" bool) (field "description" string)))
    (export "column-spec" (type $column (eq $column')))
    (type $input' (record (field "name" string) (field "description" string) (field "columns" (list $column))))
    (export "input-spec" (type $input (eq $input')))
    (type $description' (record
      (field "name" string) (field "version" string) (field "summary" string) (field "inputs" (list $input)) (field "params" string)
      (field "output" (list $column)) (field "features" (list string)) (field "extra" (list (tuple string string)))))
    (export "description" (type $description (eq $description')))))
  (alias export $types "field" (type $field))
  (alias export $types "batch" (type $batch))
  (alias export $types "error" (type $error))
  (alias export $types "description" (type $description))
  (import "sandtable:transform/host@1.0.0" (instance $host
    (type $level' (enum "trace" "debug" "info" "warn" "error"))
    (export "level" (type $level (eq $level')))
    (export "log" (func (param "level" $level) (param "message" string)))))

  ;; The memory stands apart, so that imports can be lowered onto it.
  (core module $libc
    (memory (export "memory") (;[memory];) 32 (;[];))
    (global $next (mut i32) (i32.const 65536))
    (func $cabi_realloc (export "cabi_realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i32)
      ;;[realloc]
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
      (global.set $next (i32.add (local.get $at) (local.get $size)))
      (local.get $at)))
  (core instance $libc (instantiate $libc))
  (core func $log (canon lower (func $host "log") (memory (core memory $libc "memory"))))
  ;;[imports]

  (core module $main
    (import "libc" "memory" (memory 1))
    (import "host" "log" (func $log (param i32 i32 i32)))
    ;;[core imports]
    ;; describe: name and version, one input of the same name, otherwise empty lists.
    (data (i32.const 1024) "\00\08\00\00\07\00\00\00\08\08\00\00\05\00\00\00\00\00\00\00\00\00\00\00\10\08\00\00\01\00\00\00")
    (data (i32.const 2048) "hostile\000.1.0\00\00\00\00\08\00\00\07\00\00\00")
    ;;[core]
    (func $say (param $at i32) (param $len i32) (call $log (i32.const 2) (local.get $at) (local.get $len)))
    (func $say-number (param $number i64) (local $at i32)
      (local.set $at (i32.const 8192))
      (loop $digit
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.wrap_i64 (i64.rem_u (local.get $number) (i64.const 10)))))
        (local.set $number (i64.div_u (local.get $number) (i64.const 10)))
        (br_if $digit (i64.ne (local.get $number) (i64.const 0))))
      (call $say (local.get $at) (i32.sub (i32.const 8192) (local.get $at))))
    (func $describe (export "describe") (result i32)
      ;;[describe]
      (i32.const 1024))
    (func $prepare (export "prepare") (param $fields i32) (param $count i32) (param i32 i32) (result i32)
      ;;[prepare]
      (i32.store (i32.const 3076) (local.get $fields))
      (i32.store (i32.const 3080) (local.get $count))
      (i32.const 3072))
    (func $apply (export "apply") (param $rows i32) (param $arrays i32) (param $count i32) (result i32)
      ;;[apply]
      (i32.store (i32.const 4100) (local.get $rows))
      (i32.store (i32.const 4104) (local.get $arrays))
      (i32.store (i32.const 4108) (local.get $count))
      (i32.const 4096)))
  (core instance $main (instantiate $main
    (with "libc" (instance $libc))
    (with "host" (instance
      (export "log" (func $log))
      ;;[host]
    ))))

  (type $describe (func (result $description)))
  (func $describe (type $describe) (canon lift (core func $main "describe") (memory (core memory $libc "memory"))))
  (type $prepare (func (param "input" (list $field)) (param "params" string) (result (result (list $field) (error $error)))))
  (func $prepare (type $prepare) (canon lift (core func $main "prepare") (memory (core memory $libc "memory")) (realloc (core func $libc "cabi_realloc"))))
  (type $apply (func (param "input" $batch) (result (result $batch (error $error)))))
  (func $apply (type $apply) (canon lift (core func $main "apply") (memory (core memory $libc "memory")) (realloc (core func $libc "cabi_realloc"))))
  (instance $metadata (export "describe" (func $describe)))
  (instance $rows (export "prepare" (func $prepare)) (export "apply" (func $apply)))
  (export "sandtable:transform/metadata@1.0.0" (instance $metadata))
  (export "sandtable:transform/row-transform@1.0.0" (instance $rows))
  ;;[more]
)
