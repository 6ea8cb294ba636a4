// Reads files of Tekton's objects as Tekton's own webhook does: unknown fields are refused, then
// defaults are set and the object is validated. Prints a line for each fault.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	pipeline "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"github.com/tektoncd/triggers/pkg/apis/triggers/contexts"
	triggers "github.com/tektoncd/triggers/pkg/apis/triggers/v1beta1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"knative.dev/pkg/apis"
	strict "sigs.k8s.io/yaml"
)

type object interface {
	runtime.Object
	apis.Defaultable
	apis.Validatable
}

type head struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Name string `json:"name"`
	} `json:"metadata"`
}

var kinds = map[string]func() object{
	"tekton.dev/v1/Task":                          func() object { return &pipeline.Task{} },
	"tekton.dev/v1/TaskRun":                       func() object { return &pipeline.TaskRun{} },
	"triggers.tekton.dev/v1beta1/TriggerBinding":  func() object { return &triggers.TriggerBinding{} },
	"triggers.tekton.dev/v1beta1/TriggerTemplate": func() object { return &triggers.TriggerTemplate{} },
	"triggers.tekton.dev/v1beta1/EventListener":   func() object { return &triggers.EventListener{} },
}

func main() {
	seen, bad := 0, 0
	for _, path := range os.Args[1:] {
		content, err := os.ReadFile(path)
		if err != nil {
			fmt.Println(err)
			os.Exit(2)
		}
		found, faults := check(content)
		for _, fault := range faults {
			fmt.Printf("%s: %v\n", path, fault)
		}
		seen, bad = seen+found, bad+len(faults)
	}
	fmt.Printf("%d objects, %d faults\n", seen, bad)
	if bad > 0 {
		os.Exit(1)
	}
}

// How many of the objects are Tekton's, and what it would refuse of them.
func check(content []byte) (int, []error) {
	var faults []error
	seen := 0
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return seen, faults
		}
		if err != nil {
			return seen, append(faults, err)
		}
		known, err := one(document)
		if known {
			seen++
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
}

func one(document []byte) (bool, error) {
	var named head
	if err := strict.Unmarshal(document, &named); err != nil {
		return false, err
	}
	made, known := kinds[named.APIVersion+"/"+named.Kind]
	if !known {
		return false, nil
	}
	found := made()
	if err := strict.UnmarshalStrict(document, found); err != nil {
		return true, fmt.Errorf("%s %s: %w", named.Kind, named.Metadata.Name, err)
	}
	ctx := apis.WithinCreate(contexts.WithUpgradeViaDefaulting(context.Background()))
	found.SetDefaults(ctx)
	if err := found.Validate(ctx); err != nil {
		return true, fmt.Errorf("%s %s: %w", named.Kind, named.Metadata.Name, err)
	}
	return true, nil
}
